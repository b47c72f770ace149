namespace Hex.Testing.Cluster.Serving;

/// <summary>Lets a test have every watch send its bookmark now instead of after the interval.</summary>
internal sealed class BookmarkBell
{
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Rung => Volatile.Read(ref _rung).Task;

    public void Ring() => Interlocked.Exchange(ref _rung, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
