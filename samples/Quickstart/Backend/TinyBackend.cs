using Hex.Testing.Otlp;

namespace Quickstart.Backend;

/// <summary>
/// A backend as small as can be: it takes what an OTLP receiver accepted and keeps the newest of everything. It knows nothing else, so what it shows is
/// what was sent.
/// </summary>
internal sealed class TinyBackend(OtlpReceiver receiver, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly SubjectTable _subjects = new();
    private readonly EventTable _events = new();
    private readonly LogTail _tail = new();

    public async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Every, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                TakeIn();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    public Seen Look()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var counts = receiver.Counts;
            return new Seen(
                now,
                new SeenTotals(counts.Requests, counts.WireBytes, counts.LogRecords, counts.MetricPoints, _tail.PerSecond(now), _subjects.Series),
                Reading.Nodes(_subjects),
                Reading.Workloads(_subjects),
                PodReading.Pods(_subjects),
                _events.Latest,
                _tail.Latest);
        }
    }

    /// <summary>The receiver forgets what it hands over, so that hours of telemetry take no more memory than minutes.</summary>
    private void TakeIn()
    {
        var (logs, metrics) = receiver.Take();
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var point in metrics)
            {
                _subjects.Add(point, now);
            }

            foreach (var log in logs.Where(EventTable.IsEvent))
            {
                _events.Add(log);
            }

            _tail.Add([.. logs.Where(log => !EventTable.IsEvent(log))], now);
            _subjects.Forget(now);
        }
    }
}
