using Quickstart.Backend;

namespace Quickstart.Story;

/// <summary>One step of the story.</summary>
/// <param name="Caption">What happens now.</param>
/// <param name="LookFor">Where it can be seen.</param>
/// <param name="Seconds">How long people have to look at it, what it does included.</param>
/// <param name="Play">Makes it happen.</param>
/// <param name="IsSeen">Whether a backend can tell, by nothing but what was sent to it.</param>
internal sealed record Beat(string Caption, string LookFor, double Seconds, Func<CancellationToken, Task> Play, Func<Seen, bool> IsSeen);

/// <summary>Some steps that belong together.</summary>
internal interface IChapter
{
    /// <summary>Two or three words.</summary>
    string Title { get; }

    /// <summary>Its steps. At the end of the last one the world is well again.</summary>
    IReadOnlyList<Beat> Beats { get; }
}
