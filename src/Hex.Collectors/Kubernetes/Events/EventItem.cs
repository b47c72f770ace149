using Hex.Dedup;
using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>An event on its way, from the watch to the acknowledgement.</summary>
/// <param name="Event">As the server sent it.</param>
/// <param name="Ticket">What the ledger wants back.</param>
internal sealed record EventItem(Event Event, EventTicket Ticket)
{
    // An event without its texts, and the record made of it.
    private const int Fixed = 1024;

    /// <summary>About how many bytes it holds.</summary>
    public int Size => Fixed + (2 * Event.Message.Length);
}
