using Hex.Logs.Positions;
using Hex.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Logs.Tests.Positions;

/// <summary>What was acknowledged before the last flush is in the store after it, whatever the writer in the background was doing.</summary>
public class PositionTableTests
{
    [Fact]
    public async Task Flush_makes_up_for_a_write_that_a_stop_cut_short()
    {
        var store = new SlowStore();
        using var table = new PositionTable(store, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = table.RunAsync(stop.Token);
        table.MarkChanged();
        await store.FirstBegun.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await table.FlushAsync(CancellationToken.None);
        Assert.Equal(1, store.Written);
    }

    [Fact]
    public async Task Flush_waits_for_the_write_under_way()
    {
        var store = new SlowStore();
        using var table = new PositionTable(store, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var running = table.RunAsync(stop.Token);
        table.MarkChanged();
        await store.FirstBegun.WaitAsync(TestContext.Current.CancellationToken);

        var flush = table.FlushAsync(CancellationToken.None).AsTask();
        Assert.False(flush.IsCompleted);
        store.EndFirst();
        await flush;
        Assert.Equal(1, store.Written);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Its first write takes until it is let go or cancelled.</summary>
    private sealed class SlowStore : IStateStore
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstBegun => _begun.Task;

        public int Written { get; private set; }

        public void EndFirst() => _end.SetResult();

        public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);

        public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            if (_begun.TrySetResult())
            {
                await _end.Task.WaitAsync(cancellationToken);
            }

            Written++;
        }
    }
}
