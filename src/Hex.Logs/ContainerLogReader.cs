using System.Runtime.CompilerServices;
using Hex.Logs.Discovery;
using Hex.Logs.Positions;
using Hex.Logs.Reading;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Logs;

/// <summary>
/// Reads the logs of a Kubernetes node's containers: <c>await foreach (var batch in reader.ReadAllAsync(ct))</c>. Every batch is acknowledged or disposed;
/// disposing one that was not acknowledged brings its records back. Positions move on acknowledgement only, over a contiguous prefix of each file.
/// <para>Reading happens on the consumer's thread, one consumer at a time; acknowledging and disposing may happen on any.</para>
/// </summary>
public sealed partial class ContainerLogReader : ILogSource, IPositionListener, IAsyncDisposable
{
    private readonly ContainerLogReaderOptions _options;
    private readonly ByteBudget _budget;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PositionTable _positions;
    private readonly ReaderCounters _counters = new();
    private readonly LogDirectory _directory;
    private readonly ContainerScan _scan;
    private readonly ContainerTurn _turn;
    private readonly ReadBuffer _buffer;
    private readonly HeldFiles _held;
    private readonly ReaderInstruments _instruments;
    private readonly ReadyQueue _ready;
    private readonly List<ContainerLogs> _touched = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task? _saving;
    private int _reading;
    private int _disposed;
    private volatile bool _moved;
    private volatile bool _givenBack;
    private volatile bool _wantFiles;
    private IReadOnlyList<LogFileStatus> _files = [];
    private bool _stallReported;

    /// <summary>Makes a reader.</summary>
    /// <param name="options">What to read and how.</param>
    /// <param name="state">Where positions are kept; null keeps none, so that every start is the first.</param>
    /// <param name="resolver">Who containers are; null takes what their paths say.</param>
    /// <param name="resources">The pool of the pipeline; a new one when null.</param>
    /// <param name="budget">The bound on bytes in flight, shared with the pipeline; 32 MiB of its own when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="logger">Where problems are told, once per cause.</param>
    public ContainerLogReader(
        ContainerLogReaderOptions options,
        IStateStore? state = null,
        IResourceResolver? resolver = null,
        ResourcePool? resources = null,
        ByteBudget? budget = null,
        TimeProvider? time = null,
        ILogger<ContainerLogReader>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _budget = budget ?? new ByteBudget(DefaultMaxInFlightBytes);
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<ContainerLogReader>.Instance;
        var fallback = new PathResourceResolver(resources ?? new ResourcePool());
        _positions = new PositionTable(state, _time, _logger);
        var assembler = new LineAssembler(options, _budget, _time, _counters);
        _scan = new ContainerScan(options, _positions, assembler, _counters, _time, _logger);
        _buffer = new ReadBuffer(options.QuantumBytes, _budget);
        _turn = new ContainerTurn(
            options, _scan, assembler, new MetadataLookup(options, resolver ?? fallback, fallback, _time), _buffer, _budget, this, _counters, _time, _logger);
        _directory = new LogDirectory(options, _scan, _positions.Commits, _time, _logger);
        _held = new HeldFiles(options.MaxHeldBytes, _counters, _logger);
        _ready = new ReadyQueue(options, _time);
        _instruments = new ReaderInstruments(_counters, () => _positions.WriteFailures);
    }

    /// <summary>32 MiB: read buffers and requests of a few MiB each, with room for a slow backend.</summary>
    public const long DefaultMaxInFlightBytes = 32L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "logs";

    /// <inheritdoc/>
    public CollectionScope Scope => CollectionScope.Node;

    /// <summary>What the reader has read and is behind with; from any thread. The list of files is as of the sweep after the last time it was asked for.</summary>
    public LogReaderStatus Status
    {
        get
        {
            _wantFiles = true;
            return new LogReaderStatus
            {
                Records = _counters.Records,
                Bytes = _counters.Bytes,
                ParseErrors = _counters.ParseErrors,
                TruncatedLines = _counters.TruncatedLines,
                NulBytes = _counters.NulBytes,
                Truncations = _counters.Truncations,
                LostBytes = _counters.LostBytes,
                GivenUpFiles = _counters.GivenUpFiles,
                UnreadableFiles = _counters.UnreadableFiles,
                HeldBytes = _counters.HeldBytes,
                Rewinds = _counters.Rewinds,
                UnsentTails = _counters.UnsentTails,
                PositionWriteFailures = _positions.WriteFailures,
                Files = Volatile.Read(ref _files),
            };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another consumer is reading.</exception>
    public async IAsyncEnumerable<LogBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
        {
            throw new InvalidOperationException("The reader has a consumer already; make another reader for another consumer.");
        }

        try
        {
            if (_saving is null)
            {
                await _positions.LoadAsync(cancellationToken);
                _saving = _positions.RunAsync(_stopping.Token);
            }

            while (!cancellationToken.IsCancellationRequested)
            {
                Sweep();
                while (_ready.TryTake(out var container))
                {
                    while (!_buffer.TryReserve())
                    {
                        await WaitForBudgetAsync(cancellationToken);
                    }

                    var result = _turn.Take(container, out var batch);
                    if (batch is { Count: 0 })
                    {
                        batch.Dispose();
                        batch = null;
                    }

                    _ready.Put(container, result);
                    if (batch is not null)
                    {
                        yield return batch;
                    }

                    if (_ready.IsSweepDue)
                    {
                        Sweep();
                    }
                }

                _buffer.Release();
                if (_options.Once && IsAllRead())
                {
                    Volatile.Write(ref _files, Look());
                    yield break;
                }

                await _ready.WaitAsync(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            _buffer.Release();
            Volatile.Write(ref _reading, 0);
        }
    }

    /// <summary>Writes positions now. Call it after the last acknowledgement.</summary>
    public ValueTask SavePositionsAsync(CancellationToken cancellationToken = default) => _positions.FlushAsync(cancellationToken);

    /// <summary>Writes positions and closes every file. Call it when nothing reads any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        if (_saving is not null)
        {
            await _saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _positions.FlushAsync(CancellationToken.None);
        foreach (var container in _directory.Containers.Values)
        {
            container.Files.ForEach(static file => file.Dispose());
            container.Streams.Stdout.Discard(_budget);
            container.Streams.Stderr.Discard(_budget);
        }

        _buffer.Dispose();
        _directory.Dispose();
        _ready.Dispose();
        _positions.Dispose();
        _instruments.Dispose();
        _stopping.Dispose();
    }

    void IPositionListener.OnPositionMoved()
    {
        _moved = true;
        if (!_stopping.IsCancellationRequested)
        {
            _positions.MarkChanged();
        }
    }

    void IPositionListener.OnGivenBack()
    {
        _givenBack = true;
        if (!_stopping.IsCancellationRequested)
        {
            _ready.Wake();
        }
    }

    private void Sweep()
    {
        _touched.Clear();
        _directory.Refresh(_touched);
        foreach (var container in _touched)
        {
            foreach (var file in container.Files)
            {
                _scan.CheckTruncation(container, file);
            }

            _ready.Add(container);
        }

        if (_givenBack)
        {
            _givenBack = false;
            foreach (var container in _directory.Containers.Values)
            {
                _ready.Add(container);
            }
        }

        if (_moved || _touched.Count > 0)
        {
            _moved = false;
            CloseDone();
        }

        if (_wantFiles || _touched.Count > 0)
        {
            _wantFiles = false;
            Volatile.Write(ref _files, Look());
        }

        _ready.Sweep();
    }

    internal bool IsIdle => _ready.IsIdle;

    internal bool WaitsForBudget { get; private set; }

    private bool IsAllRead()
    {
        if (!_directory.IsScanned)
        {
            throw new DirectoryNotFoundException($"The log directory {_options.Root} does not exist or cannot be read; set Root (logs.root of hex-agent) to where the node keeps pod logs.");
        }

        foreach (var container in _directory.Containers.Values)
        {
            if (container.Head is not null && !container.IsLeftAlone)
            {
                return false;
            }
        }

        return true;
    }

    private List<LogFileStatus> Look()
    {
        List<LogFileStatus> files = [];
        long lag = 0;
        foreach (var container in _directory.Containers.Values)
        {
            foreach (var file in container.Files)
            {
                if (!file.IsReadComplete && file.Content is { } content)
                {
                    file.Size = content.StoredSize();
                    lag += file.IsGzip ? 0 : Math.Max(0, file.Size - file.ReadOffset);
                }

                if (!file.IsDone)
                {
                    files.Add(new LogFileStatus(file.Path, file.Size, file.ReadOffset, file.Committed.Resume, file.Records));
                }
            }
        }

        _counters.LagBytes = lag;
        _counters.OpenFiles = files.Count;
        return files;
    }

    // Closes what is read and acknowledged, and forgets what has no entry any more.
    private void CloseDone()
    {
        List<ContainerLogs>? gone = null;
        foreach (var container in _directory.Containers.Values)
        {
            for (var i = container.Files.Count - 1; i >= 0; i--)
            {
                var file = container.Files[i];
                if (!file.IsDone)
                {
                    continue;
                }

                file.Dispose();
                if (file.IsDeleted)
                {
                    container.Files.RemoveAt(i);
                    _positions.Forget(file);
                }
            }

            if (container.IsGone && container.Files.Count == 0)
            {
                (gone ??= []).Add(container);
            }
        }

        foreach (var container in gone ?? [])
        {
            _directory.Forget(container);
            _ready.Remove(container);
        }

        _held.Enforce(_directory.Containers.Values);
    }

    private async ValueTask WaitForBudgetAsync(CancellationToken cancellationToken)
    {
        WaitsForBudget = true;
        try
        {
            await _budget.WaitForReturnAsync(cancellationToken).WaitAsync(_options.StallTimeout, _time, cancellationToken);
            _stallReported = false;
        }
        catch (TimeoutException)
        {
            if (!_stallReported)
            {
                _stallReported = true;
                Log.Stalled(_logger, _options.StallTimeout.TotalSeconds, _budget.Used, _budget.Limit);
            }
        }
        finally
        {
            WaitsForBudget = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1140, LogLevel.Warning, "Reading logs has waited for {Seconds:0.###} s: {Used} of {Limit} bytes are in flight and none comes back. Lines wait in their files.")]
        public static partial void Stalled(ILogger logger, double seconds, long used, long limit);
    }
}
