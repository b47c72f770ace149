using Hex.Agent.Memory;
using Hex.Testing;

namespace Hex.Agent.Tests.Memory;

public class HeapTrimTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Heap_is_compacted_when_it_has_grown_and_not_before()
    {
        var (used, live, compacted) = (20 * MiB, 20 * MiB, 0);
        var trim = new HeapTrim(() => used, () => (used, compacted) = (live, compacted + 1), new FakeTimeProvider());
        trim.Look();
        Assert.Equal(1, compacted);
        used = 30 * MiB;
        trim.Look();
        Assert.Equal(1, compacted);
        used += 1;
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
