using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>Where the watch puts events: what the ledger calls new goes to the queue, and the watch waits while the queue is full.</summary>
internal sealed class EventStore(
    EventLedger ledger, EventQueue queue, EventSourceOptions options, NamespaceFilter? namespaces, EventOccurrences occurrences, TimeProvider time) : IResourceStore<Event>
{
    private readonly List<EventItem> _incoming = [];
    private bool _isComplete;

    public void BeginReplace() => ledger.BeginList();

    public void EndPage() => ledger.EndPage();

    public void Upsert(Event item)
    {
        // What is about a node or another object without a namespace is always wanted.
        if (namespaces is not null && item.Subject.Namespace.Length > 0 && !namespaces.Includes(item.Subject.Namespace))
        {
            return;
        }

        if (ledger.Offer(item.Uid.ToString(), item.Occurrences, item.ResourceVersion, item.Time.UnixNanoseconds, UnixNano.From(time.GetUtcNow()), item.ToString()) is { } ticket)
        {
            occurrences.Count(item, ticket);
            _incoming.Add(new EventItem(item, ticket));
        }
    }

    // Events are deleted when they are an hour old: that says nothing of what they told.
    public void Remove(Event item) => ledger.Remove(item.Uid.ToString());

    public void EndReplace()
    {
        // The version of the list follows.
    }

    public void Synchronized(string resourceVersion)
    {
        if (!ledger.EndList(resourceVersion, UnixNano.From(time.GetUtcNow())))
        {
            // The watch lists again after whatever is thrown here.
            throw new InvalidDataException(
                $"the events end at version {resourceVersion}, before those delivered already (was a backup restored?); what is new is taken from their times, with {EventLedger.Slack.TotalSeconds} s of slack");
        }

        _isComplete = options.Once;
    }

    public void AbortReplace()
    {
        // Another list will begin; until it is complete the watermark stands still.
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_incoming.Count > 0)
        {
            queue.Add(_incoming);
            _incoming.Clear();
        }

        if (_isComplete)
        {
            queue.Complete();
        }

        await queue.WaitForRoomAsync(cancellationToken);
    }
}
