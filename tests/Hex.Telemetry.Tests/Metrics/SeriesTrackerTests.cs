using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

public sealed class SeriesTrackerTests
{
    private readonly ResourcePool _pool = new();
    private readonly AttributeInterner _attributes = new();
    private readonly SeriesTracker _tracker = new();

    [Fact]
    public void Series_no_longer_written_end_once()
    {
        Write(w => Pod(w, "a", "Running", "Pending"), w => Pod(w, "b", "Running"));
        Assert.Empty(Complete());

        Write(w => Pod(w, "a", "Running"));
        Assert.Equal(["test.phase{phase=Pending} = none {pod=a}", "test.phase{phase=Running} = none {pod=b}"], Complete());

        Write(w => Pod(w, "a", "Running"));
        Assert.Empty(Complete());
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void A_changed_sequence_of_the_same_series_ends_nothing()
    {
        Write(w => Pod(w, "a", "Running", "Pending"));
        Complete();
        Write(w => Pod(w, "a", "Pending", "Running"));
        Assert.Empty(Complete());
    }

    [Fact]
    public void A_resource_over_two_batches_is_one()
    {
        for (var cycle = 0; cycle < 2; cycle++)
        {
            Write(w => Pod(w, "a", "Running"));
            Write(w => Pod(w, "a", "Pending"));
            Assert.Empty(Complete());
        }

        Write(w => Pod(w, "a", "Pending"));
        Assert.Equal(["test.phase{phase=Running} = none {pod=a}"], Complete());
    }

    [Fact]
    public void After_a_failure_everything_written_before_and_during_it_is_remembered()
    {
        Write(w => Pod(w, "a", "Running"), w => Pod(w, "b", "Running"));
        Complete();
        Write(w => Pod(w, "a", "Pending"), w => Pod(w, "c", "Running"));
        _tracker.Fail();
        Assert.Equal(4, _tracker.Count);

        Write(w => Pod(w, "a", "Pending"));
        Assert.Equal(
            ["test.phase{phase=Running} = none {pod=a}", "test.phase{phase=Running} = none {pod=b}", "test.phase{phase=Running} = none {pod=c}"],
            Complete().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_series_the_collector_ended_itself_does_not_end_twice()
    {
        Write(w => Pod(w, "a", "Running", "Pending"));
        Complete();
        Write(w =>
        {
            Pod(w, "a", "Running");
            w.For(_pool.Get(("pod", "a"))).Record(Phase, MetricValue.None, ("phase", "Pending"));
        });
        Assert.Empty(Complete());
        Write(w => Pod(w, "a", "Running"));
        Assert.Empty(Complete());
    }

    [Fact]
    public void A_series_that_is_kept_goes_on_and_sends_nothing()
    {
        Write(w => Pod(w, "a", "Running"));
        Complete();
        for (var cycle = 0; cycle < 2; cycle++)
        {
            var written = 0;
            using var writer = new MetricWriter(_pool, 1, batch =>
            {
                written += batch.Count;
                batch.Dispose();
            }, _attributes, disabled: null, series: _tracker);
            writer.For(_pool.Get(("pod", "a"))).Keep(Phase, AttributeSet.Create(("phase", "Running")));
            Pod(writer, "b", "Running");
            writer.Flush();
            Assert.Equal((1, 1), (written, writer.Count));
            Assert.Empty(Complete());
        }

        Write(w => Pod(w, "b", "Running"));
        Assert.Equal(["test.phase{phase=Running} = none {pod=a}"], Complete());
    }

    [Fact]
    public void A_batch_of_nothing_but_kept_series_is_not_handed_on()
    {
        using var writer = new MetricWriter(_pool, 1, _ => Assert.Fail("handed on"), _attributes, disabled: null, series: _tracker);
        writer.For(_pool.Get(("pod", "a"))).Keep(Phase, AttributeSet.Empty);
        writer.Flush();
        Assert.Empty(Complete());
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void Ends_can_be_switched_off_for_a_cycle()
    {
        Write(w => Pod(w, "a", "Running"));
        Complete();
        _tracker.Complete(1, onBatch: null);
        Assert.Equal(0, _tracker.Count);
    }

    private void Pod(MetricWriter writer, string pod, params ReadOnlySpan<string> phases)
    {
        var metrics = writer.For(_pool.Get(("pod", pod)));
        foreach (var phase in phases)
        {
            metrics.Record(Phase, 1, ("phase", phase));
        }
    }

    private void Write(params ReadOnlySpan<Action<MetricWriter>> parts)
    {
        using var writer = new MetricWriter(_pool, 1, batch =>
        {
            _tracker.Observe(batch);
            batch.Dispose();
        }, _attributes, disabled: null);
        foreach (var part in parts)
        {
            part(writer);
        }

        writer.Flush();
    }

    private List<string> Complete()
    {
        List<string> ends = [];
        _tracker.Complete(1, batch =>
        {
            foreach (ref readonly var point in batch)
            {
                ends.Add(point.ToString());
            }

            batch.Dispose();
        });
        return ends;
    }
}
