using Hex.Collectors.Kubernetes.Events;
using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes.Events;

public class EventQueueTests
{
    private static readonly EventItem Item = new(
        new Projections().Event("""{"metadata":{"name":"e","namespace":"n","uid":"6b7c1f0e-0000-4000-8000-000000000001","resourceVersion":"7"},"message":"m"}"""u8)!,
        new EventLedger("cluster", null).Offer("6b7c1f0e-0000-4000-8000-000000000001", 1, "7", 0, 0)!);

    private readonly FakeTimeProvider _time = new();
    private readonly EventQueue _queue = new();

    [Fact]
    public void Events_are_gathered_for_the_interval()
    {
        var gathering = Gather();
        _queue.Add(Items(10));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(gathering.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Wait(gathering);
    }

    [Fact]
    public void Many_events_and_the_end_are_not_waited_with()
    {
        var gathering = Gather();
        _queue.Add(Items(255));
        Assert.False(gathering.IsCompleted);
        _queue.Add(Items(1));
        Wait(gathering);
        Wait(Gather());

        var second = new EventQueue();
        var ending = second.GatherAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None).AsTask();
        second.Complete();
        Wait(ending);
        Wait(second.GatherAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None).AsTask());
    }

    private static void Wait(Task task) => Assert.True(SpinWait.SpinUntil(() => task.IsCompletedSuccessfully, TimeSpan.FromSeconds(10)));

    private Task Gather() => _queue.GatherAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None).AsTask();

    private static List<EventItem> Items(int count) => [.. Enumerable.Range(0, count).Select(_ => Item)];
}
