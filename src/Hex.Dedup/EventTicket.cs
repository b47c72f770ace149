using Hex.Telemetry;

namespace Hex.Dedup;

/// <summary>An event to send, until it is acknowledged.</summary>
public sealed class EventTicket
{
    internal EventTicket(Id128 key, int occurrences, int? delta, Revision? revision, long receivedAt) =>
        (Key, Occurrences, Delta, Revision, ReceivedAt) = (key, occurrences, delta, revision, receivedAt);

    /// <summary>How often the event happened so far.</summary>
    public int Occurrences { get; }

    /// <summary>How often since it was seen before; null when its earlier count is not known.</summary>
    public int? Delta { get; }

    /// <summary>The end of a page that it stands for; null for an event.</summary>
    internal ListPosition? PageEnd { get; private init; }

    internal Id128 Key { get; }

    internal Revision? Revision { get; set; }

    internal long ReceivedAt { get; }

    internal bool IsDone { get; set; }

    internal static EventTicket EndOfPage(ListPosition position) => new(default, 0, null, null, 0) { PageEnd = position, IsDone = true };
}
