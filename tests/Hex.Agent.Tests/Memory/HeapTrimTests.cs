using Hex.Agent.Memory;
using Hex.Testing;

namespace Hex.Agent.Tests.Memory;

public class HeapTrimTests
{
    private const long MiB = 1 << 20;

    private long _used, _allocated;
    private int _compacted;

    [Fact]
    public void Heap_is_compacted_when_it_has_grown_much_at_once()
    {
        var trim = Trim(left: 20 * MiB);
        Look(trim, 40 * MiB, 40 * MiB);
        Assert.Equal(1, _compacted);
        Look(trim, 33 * MiB, 13 * MiB);
        Assert.Equal(1, _compacted);
        Look(trim, (34 * MiB) + 1, 1 * MiB);
        Assert.Equal(2, _compacted);
    }

    [Fact]
    public void Heap_is_compacted_when_it_has_grown_a_little_and_nobody_is_at_work()
    {
        var trim = Trim(left: 20 * MiB);
        Look(trim, 40 * MiB, 40 * MiB);
        Look(trim, 26 * MiB, 6 * MiB);

        // At work, though a collection of its own has left the heap as large as before.
        Look(trim, 26 * MiB, 6 * MiB);
        Assert.Equal(1, _compacted);
        Look(trim, 26 * MiB, 1000);
        Assert.Equal(2, _compacted);
        Look(trim, (20 * MiB) + 1000, 1000);
        Assert.Equal(2, _compacted);
    }

    [Fact]
    public void What_each_cycle_leaves_behind_is_collected_three_times_in_a_row_and_then_once_a_minute()
    {
        var trim = Trim(left: 20 * MiB);
        for (var look = 0; look < 300; look++)
        {
            Look(trim, 22 * MiB, 0);
        }

        Assert.InRange(_compacted, 11, 13);
        for (var look = 0; look < 100; look++)
        {
            Look(trim, 20 * MiB, 0);
        }

        var before = _compacted;
        for (var look = 0; look < 10; look++)
        {
            Look(trim, 22 * MiB, 0);
        }

        Assert.Equal(before + 3, _compacted);
    }

    [Fact]
    public void Live_heap_that_stays_large_is_not_compacted_again()
    {
        var trim = Trim(left: 100 * MiB);
        Look(trim, 100 * MiB, 100 * MiB);
        Look(trim, 100 * MiB, 0);
        Assert.Equal(1, _compacted);
    }

    [Fact]
    public async Task It_looks_until_it_is_stopped()
    {
        var time = new FakeTimeProvider();
        var looks = 0;
        using var stop = new CancellationTokenSource();
        var running = new HeapTrim(() => ++looks, () => 0, () => { }, time).RunAsync(stop.Token);
        time.Advance(HeapTrim.Interval);
        while (looks == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running;
    }

    private HeapTrim Trim(long left) => new(
        () => _used,
        () => _allocated,
        () => (_used, _compacted) = (left, _compacted + 1),
        new FakeTimeProvider());

    private void Look(HeapTrim trim, long used, long allocated)
    {
        _used = used;
        _allocated += allocated;
        trim.Look();
    }
}
