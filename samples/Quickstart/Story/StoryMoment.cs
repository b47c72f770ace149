namespace Quickstart.Story;

/// <summary>Where the story is.</summary>
/// <param name="Titles">All chapters.</param>
/// <param name="Chapter">The one that is told, by its place in <paramref name="Titles"/>; -1 for none.</param>
/// <param name="Caption">What happens now.</param>
/// <param name="LookFor">Where it can be seen.</param>
internal sealed record StoryMoment(IReadOnlyList<string> Titles, int Chapter, string Caption, string LookFor)
{
    public static StoryMoment None { get; } = new([], -1, "", "");

    public string Title => Chapter < 0 ? "" : Titles[Chapter];
}
