using Hex.Agent.State;
using Hex.Telemetry;
using Hex.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.State;

public sealed class HandoverStateStoreTests : IDisposable
{
    private static readonly byte[] Old = [1];
    private static readonly byte[] New = [2];

    private readonly FakeTimeProvider _time = new();
    private readonly CountingStore _files = new();
    private readonly CountingStore _lease = new();
    private readonly HandoverStateStore _store;

    public HandoverStateStoreTests() =>
        _store = new HandoverStateStore(_files, _ => Task.FromResult<IStateStore>(_lease), _time, NullLogger<HandoverStateStore>.Instance);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Own_directory_is_asked_first()
    {
        await _files.WriteAsync("a", New, default);
        await _lease.WriteAsync("a", Old, default);
        Assert.Equal(New, await _store.ReadAsync("a", default));
        Assert.Equal(0, _lease.Reads);
    }

    [Fact]
    public async Task New_pod_begins_where_the_lease_says()
    {
        await _lease.WriteAsync("a", Old, default);
        Assert.Equal(Old, await _store.ReadAsync("a", default));
    }

    [Fact]
    public async Task Nothing_anywhere_is_nothing() => Assert.Null(await _store.ReadAsync("a", default));

    [Fact]
    public async Task Lease_is_written_once_a_minute_and_the_directory_every_time()
    {
        for (var second = 0; second < 150; second++)
        {
            await _store.WriteAsync("a", new byte[] { (byte)second }, default);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(150, _files.Writes);
        Assert.Equal(2, _lease.Writes);
    }

    [Fact]
    public async Task Lease_that_says_nothing_is_written_with_the_first_change()
    {
        Assert.Null(await _store.ReadAsync("a", default));
        await _store.WriteAsync("a", Old, default);
        Assert.Equal(Old, await _lease.ReadAsync("a", default));
        await _store.WriteAsync("a", New, default);
        Assert.Equal(1, _lease.Writes);
    }

    [Fact]
    public async Task Lease_that_says_nothing_and_cannot_be_written_is_tried_again_soon()
    {
        Assert.Null(await _store.ReadAsync("a", default));
        _lease.Fault = new IOException("the API server is away");
        for (var second = 0; second < 12; second++)
        {
            await _store.WriteAsync("a", New, default);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _lease.Fault = null;
        _time.Advance(TimeSpan.FromSeconds(5));
        await _store.WriteAsync("a", New, default);
        Assert.Equal(New, await _lease.ReadAsync("a", default));
    }

    [Fact]
    public async Task End_writes_what_the_lease_does_not_have_and_no_more()
    {
        await _store.WriteAsync("a", New, default);
        Assert.True(await _store.TryHandOverAsync(default));
        Assert.True(await _store.TryHandOverAsync(default));
        Assert.Equal(1, _lease.Writes);
        Assert.Equal(New, await _lease.ReadAsync("a", default));
    }

    [Fact]
    public async Task Lease_that_cannot_be_written_loses_nothing_and_is_tried_again()
    {
        _lease.Fault = new IOException("the API server is away");
        await _store.WriteAsync("a", New, default);
        Assert.False(await _store.TryHandOverAsync(default));
        _lease.Fault = null;
        Assert.True(await _store.TryHandOverAsync(default));
        Assert.Equal(New, await _lease.ReadAsync("a", default));
    }

    [Fact]
    public async Task Directory_that_cannot_be_written_is_no_failure_while_the_lease_can()
    {
        _files.Fault = new IOException("read-only file system");
        await _store.WriteAsync("a", Old, default);
        _time.Advance(HandoverStateStore.Interval);
        await _store.WriteAsync("a", New, default);
        Assert.Equal(New, await _lease.ReadAsync("a", default));
        _time.Advance(HandoverStateStore.Interval);
        _lease.Fault = new IOException("the API server is away");
        await Assert.ThrowsAsync<IOException>(() => _store.WriteAsync("a", Old, default).AsTask());
    }

    [Fact]
    public async Task Server_that_is_away_at_the_start_is_waited_for_and_never_taken_for_an_empty_answer()
    {
        _lease.Fault = new HttpRequestException("refused");
        var reading = _store.ReadAsync("a", default).AsTask();
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => reading);
        Assert.Contains("Lease", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(5, _lease.Reads);
    }

    private sealed class CountingStore : IStateStore
    {
        private readonly Dictionary<string, byte[]> _states = [];

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public Exception? Fault { get; set; }

        public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
        {
            Reads++;
            return Fault is null ? new(_states.GetValueOrDefault(name)) : throw Fault;
        }

        public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            Writes++;
            _states[name] = state.ToArray();
            return default;
        }
    }
}
