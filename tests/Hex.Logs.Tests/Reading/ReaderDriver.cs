using System.Text;
using Hex.Telemetry;
using Hex.Testing;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Tests.Reading;

/// <summary>One delivered record, copied out of its batch.</summary>
internal sealed record Delivered(string Body, LogStream Stream, Id128 Uid, LogSeverity Severity, LogRecordMarks Marks, Resource Resource, long Time);

/// <summary>Drives a reader with a clock of its own: reads until nothing comes for some time, acknowledging or not.</summary>
internal sealed class ReaderDriver : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<LogBatch> _batches;
    private readonly Gate? _state;
    private Task<bool> _next = Task.FromResult(true);
    private bool _asked;

    public ReaderDriver(string root, IStateStore? state = null, Action<ContainerLogReaderOptions>? configure = null, FakeTimeProvider? time = null, IResourceResolver? resolver = null, ByteBudget? budget = null)
    {
        Options = new ContainerLogReaderOptions { Root = root, StartAt = StartAt.Beginning };
        configure?.Invoke(Options);
        Time = time ?? new FakeTimeProvider();
        Budget = budget ?? new ByteBudget(32 * 1024 * 1024);
        _state = state is null ? null : new Gate(state);
        Reader = new ContainerLogReader(Options, _state, resolver, budget: Budget, time: Time, logger: Logger);
        _batches = Reader.ReadAllAsync(_stop.Token).GetAsyncEnumerator();
    }

    public ContainerLogReaderOptions Options { get; }

    public FakeTimeProvider Time { get; }

    public ByteBudget Budget { get; }

    public RecordingLogger Logger { get; } = new();

    public ContainerLogReader Reader { get; }

    /// <summary>Everything delivered so far, in order.</summary>
    public List<Delivered> Records { get; } = [];

    /// <summary>The bodies delivered so far, in order.</summary>
    public IEnumerable<string> Bodies => Records.Select(r => r.Body);

    /// <summary>Batches that are neither acknowledged nor disposed.</summary>
    public List<LogBatch> Held { get; } = [];

    /// <summary>Reads until nothing has come for <paramref name="quiet"/> of the reader's time (default 5 s), or the reader ends.</summary>
    /// <returns>False when the reader ended.</returns>
    public async Task<bool> ReadAsync(bool acknowledge = true, TimeSpan? quiet = null)
    {
        var left = quiet ?? TimeSpan.FromSeconds(5);
        while (true)
        {
            if (!_asked)
            {
                _asked = true;
                _next = _batches.MoveNextAsync().AsTask();
            }

            // The reader has looked when it waits again, or waits for room.
            for (var since = Environment.TickCount64; !_next.IsCompleted && !Reader.IsIdle && !Reader.WaitsForBudget && Environment.TickCount64 - since < 2_000;)
            {
                await Task.Yield();
            }

            if (!_next.IsCompleted)
            {
                if (left <= TimeSpan.Zero)
                {
                    return true;
                }

                left -= Options.SweepInterval;
                Time.Advance(Options.SweepInterval);
                continue;
            }

            _asked = false;
            if (!await _next)
            {
                return false;
            }

            left = quiet ?? TimeSpan.FromSeconds(5);
            var batch = _batches.Current;
            foreach (var record in batch.Records)
            {
                Records.Add(new Delivered(
                    Encoding.UTF8.GetString(batch.Body(record)), record.Stream, record.Uid, record.Severity, record.Marks, batch.Resource, record.TimeUnixNano));
            }

            if (acknowledge)
            {
                batch.Acknowledge();
                batch.Dispose();
            }
            else
            {
                Held.Add(batch);
            }
        }
    }

    public void AcknowledgeHeld()
    {
        foreach (var batch in Held)
        {
            batch.Acknowledge();
            batch.Dispose();
        }

        Held.Clear();
    }

    /// <summary>Ends as a killed process does: nothing more is written, and the kernel closes what was open.</summary>
    public async Task KillAsync()
    {
        if (_state is not null)
        {
            _state.IsClosed = true;
        }

        await DisposeAsync();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_asked)
        {
            try
            {
                await _next;
            }
            catch (OperationCanceledException)
            {
                // What ends a reader.
            }
        }

        await _batches.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Reader.DisposeAsync();
        _stop.Dispose();
    }

    private sealed class Gate(IStateStore state) : IStateStore
    {
        public bool IsClosed { get; set; }

        public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => state.ReadAsync(name, cancellationToken);

        public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            IsClosed ? ValueTask.CompletedTask : state.WriteAsync(name, bytes, cancellationToken);
    }

    internal sealed class RecordingLogger : ILogger<ContainerLogReader>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Messages)
            {
                Messages.Add(formatter(state, exception));
            }
        }
    }
}
