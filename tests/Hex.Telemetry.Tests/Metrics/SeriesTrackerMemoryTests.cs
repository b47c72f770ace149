using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

/// <summary>Measures the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;

[Collection(nameof(MeasuredAlone))]
public sealed class SeriesTrackerMemoryTests
{
    [Fact]
    public void A_quarter_million_series_take_less_than_twenty_bytes_each()
    {
        const int Pods = 10_000;
        var pool = new ResourcePool();
        var attributes = new AttributeInterner();
        var first = new SeriesTracker();
        Resource[] pods = [.. Enumerable.Range(0, Pods).Select(i => pool.Get(("pod", $"p{i}")))];
        Cycle();
        Cycle();
        Assert.Equal(Pods * 25, first.Count);

        // The tracker alone: what a second one adds, with everything else the same.
        var second = new SeriesTracker();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Cycle(second);
        Cycle(second);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange((double)bytes / second.Count, 1, 20);
        GC.KeepAlive(pods);

        void Cycle(SeriesTracker? tracker = null)
        {
            tracker ??= first;
            using var writer = new MetricWriter(pool, 1, batch =>
            {
                tracker.Observe(batch);
                batch.Dispose();
            }, attributes, disabled: null);
            foreach (var pod in pods)
            {
                var metrics = writer.For(pod);
                for (var i = 0; i < 25; i++)
                {
                    metrics.Record(Phase, i, ("n", i));
                }
            }

            writer.Flush();
            tracker.Complete(1, batch => Assert.Fail($"{batch.Count} series ended"));
        }
    }
}
