using Hex.Logs.Files;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Positions;

/// <summary>
/// Every file's position: those read from the store at start, and those of the files being read. Written back after acknowledgements,
/// at most once per interval; what is acknowledged since the last write comes again after a kill, with the same record ids.
/// </summary>
internal sealed partial class PositionTable(IStateStore? store, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The name under which positions are stored.</summary>
    public const string StateName = "log-positions";

    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    // A file that is not found is forgotten only after this long: a directory may be unreadable for a while.
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Id128, StoredPosition> _stored = [];
    private readonly Dictionary<Id128, LogFile> _files = [];
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _loadedAt;
    private bool _dirty;

    /// <summary>The lock of all commit queues.</summary>
    public Lock Commits { get; } = new();

    /// <summary>True when positions of this node were found: files they do not name are new.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>How often writing failed.</summary>
    public long WriteFailures { get; private set; }

    /// <summary>Reads the store. What cannot be read is logged and counts as unknown.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _loadedAt = time.GetTimestamp();
        if (store is null)
        {
            return;
        }

        byte[]? bytes;
        try
        {
            bytes = await store.ReadAsync(StateName, cancellationToken);
        }
        catch (IOException e)
        {
            Log.LoadFailed(logger, e.Message);
            return;
        }

        if (bytes is null)
        {
            return;
        }

        var state = PositionState.TryParse(bytes, out var error);
        if (state is null)
        {
            Log.LoadFailed(logger, $"the stored positions are {error}");
            return;
        }

        IsKnown = true;
        foreach (var (identity, stored) in state.Entries)
        {
            _stored[identity] = stored;
        }
    }

    /// <summary>What the store knew of a file.</summary>
    public bool TryGet(Id128 identity, out StoredPosition stored)
    {
        lock (_lock)
        {
            return _stored.TryGetValue(identity, out stored);
        }
    }

    /// <summary>From now on the file's own position is what is stored.</summary>
    public void Register(LogFile file)
    {
        lock (_lock)
        {
            _stored.Remove(file.Identity);
            _files[file.Identity] = file;
        }
    }

    /// <summary>The file is gone: so is its position.</summary>
    public void Forget(LogFile file)
    {
        lock (_lock)
        {
            if (_files.TryGetValue(file.Identity, out var known) && ReferenceEquals(known, file))
            {
                _files.Remove(file.Identity);
            }
        }

        MarkChanged();
    }

    /// <summary>Asks for a write. From any thread.</summary>
    public void MarkChanged()
    {
        lock (_lock)
        {
            if (_dirty)
            {
                return;
            }

            _dirty = true;
        }

        _changed.Release();
    }

    /// <summary>Writes after changes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            var written = await WriteAsync(cancellationToken);
            await Task.Delay(written ? WriteInterval : RetryInterval, time, cancellationToken);
        }
    }

    /// <summary>Writes now, when anything changed. What changed before the call is in the store when it completes.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // A write under way has taken the change with it, and is not done yet.
        await _writing.WaitAsync(cancellationToken);
        _writing.Release();
        if (_changed.Wait(0, cancellationToken) || _dirty)
        {
            await WriteAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _changed.Dispose();
        _writing.Dispose();
    }

    private async ValueTask<bool> WriteAsync(CancellationToken cancellationToken)
    {
        if (store is null)
        {
            _dirty = false;
            return true;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await store.WriteAsync(StateName, Snapshot(), cancellationToken);
            return true;
        }
        catch (IOException e)
        {
            WriteFailures++;
            if (WriteFailures == 1)
            {
                Log.WriteFailed(logger, e.Message);
            }

            MarkChanged();
            return false;
        }
        catch (OperationCanceledException)
        {
            // Cut short: the change is not in the store, and the last flush must know.
            MarkChanged();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    private byte[] Snapshot()
    {
        var state = new PositionState { SavedAtUnixNano = UnixNano.From(time.GetUtcNow()) };
        lock (_lock)
        {
            _dirty = false;
            if (time.GetElapsedTime(_loadedAt) > ForgetAfter)
            {
                _stored.Clear();
            }

            foreach (var (identity, stored) in _stored)
            {
                state.Entries[identity] = stored;
            }

            lock (Commits)
            {
                foreach (var (identity, file) in _files)
                {
                    state.Entries[identity] = new StoredPosition(file.Committed, file.IsDone);
                }
            }
        }

        return state.ToBytes();
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Warning, "Log positions cannot be read, so they count as unknown: {Cause}. Lines that were sent before may be sent again, with the same log.record.uid.")]
        public static partial void LoadFailed(ILogger logger, string cause);

        [LoggerMessage(1101, LogLevel.Error, "Log positions cannot be written: {Cause}. Reading goes on; after a restart lines are sent again from the positions written last. Make the state directory writable.")]
        public static partial void WriteFailed(ILogger logger, string cause);
    }
}
