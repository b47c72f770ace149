using Hex.Agent.Memory;
using Hex.Testing;

namespace Hex.Agent.Tests.Memory;

public class HeapTrimTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Heap_is_compacted_when_it_has_grown_much_at_once()
    {
        var (used, compacted) = (40 * MiB, 0);
        var trim = new HeapTrim(() => used, () => (used, compacted) = (20 * MiB, compacted + 1), new FakeTimeProvider());
        trim.Look();
        Assert.Equal(1, compacted);
        used = 33 * MiB;
        trim.Look();
        Assert.Equal(1, compacted);
        used += (1 * MiB) + 1;
        trim.Look();
        Assert.Equal(2, compacted);
    }

    [Fact]
    public void Heap_is_compacted_when_it_has_grown_a_little_and_grows_no_more()
    {
        var (used, compacted) = (40 * MiB, 0);
        var trim = new HeapTrim(() => used, () => (used, compacted) = (20 * MiB, compacted + 1), new FakeTimeProvider());
        trim.Look();
        foreach (var next in (long[])[22, 24, 26])
        {
            used = next * MiB;
            trim.Look();
        }

        Assert.Equal(1, compacted);
        used += 1000;
        trim.Look();
        Assert.Equal(2, compacted);
        used += MiB / 2;
        trim.Look();
        trim.Look();
        Assert.Equal(2, compacted);
    }

    [Fact]
    public void Live_heap_that_stays_large_is_not_compacted_again()
    {
        var compacted = 0;
        var trim = new HeapTrim(() => 100 * MiB, () => compacted++, new FakeTimeProvider());
        trim.Look();
        trim.Look();
        Assert.Equal(1, compacted);
    }

    [Fact]
    public async Task It_looks_until_it_is_stopped()
    {
        var time = new FakeTimeProvider();
        var looks = 0;
        using var stop = new CancellationTokenSource();
        var running = new HeapTrim(() => ++looks, () => { }, time).RunAsync(stop.Token);
        time.Advance(HeapTrim.Interval);
        while (looks == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running;
    }
}
