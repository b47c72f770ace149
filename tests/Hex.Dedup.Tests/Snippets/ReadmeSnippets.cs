using Hex.Telemetry;

namespace Hex.Dedup.Tests.Snippets;

/// <summary>The code of the package's README, seen by the compiler.</summary>
internal static class ReadmeSnippets
{
    public static void Receive(IEnumerable<(Id128 Uid, string Body)> received, Action<(Id128 Uid, string Body)> store)
    {
        void Store((Id128 Uid, string Body) record) => store(record);

        #region DedupReceiver
        var seen = new SeenRecords(capacity: 1_000_000);
        foreach (var record in received)
        {
            if (seen.Add(record.Uid))
            {
                Store(record);
            }
        }
        #endregion
    }

    public static async Task EventsAsync(
        IStateStore state, string clusterUid, string uid, int count, string resourceVersion, long time, long now, Func<Id128, Task> send, CancellationToken stop)
    {
        Task SendAsync(Id128 id) => send(id);

        #region DedupEvents
        EventWatermark.TryRead(await state.ReadAsync("events", stop), out var watermark);
        var ledger = new EventLedger(clusterUid, watermark);
        if (ledger.Offer(uid, count, resourceVersion, time, now) is { } ticket)
        {
            await SendAsync(EventRecordId.Of(clusterUid, uid, ticket.Occurrences));
            ledger.Acknowledge(ticket);
        }

        await state.WriteAsync("events", ledger.Watermark.ToBytes(), stop);
        #endregion
    }
}
