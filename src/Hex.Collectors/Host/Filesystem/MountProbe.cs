namespace Hex.Collectors.Host;

/// <summary>Where a probe stands.</summary>
internal enum ProbeState
{
    /// <summary>May be asked.</summary>
    Idle,

    /// <summary>Being asked in this collection.</summary>
    Asked,

    /// <summary>Did not answer in time; not asked again before it has.</summary>
    Quarantined,
}

/// <summary>
/// Asks one file system, on a thread of its own: a call into a file system that does not answer can neither be cancelled nor awaited. The thread sleeps
/// between collections and ends when the mount is gone.
/// </summary>
internal sealed class MountProbe : IDisposable
{
    /// <summary>The call needs little; an untouched stack costs address space only.</summary>
    private const int StackBytes = 256 * 1024;

    private readonly IFilesystemStatus _status;
    private readonly string _path;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Lock _lock = new();
    private ProbeState _state;
    private Thread? _thread;
    private bool _disposed;
    private FilesystemSpace _space;
    private int _error;
    private ProbeRound? _round;

    /// <summary>Makes a probe.</summary>
    /// <param name="mount">The file system.</param>
    /// <param name="path">Where it is for this process.</param>
    /// <param name="status">The call.</param>
    public MountProbe(Mount mount, string path, IFilesystemStatus status) => (Mount, _path, _status) = (mount, path, status);

    public Mount Mount { get; }

    /// <summary>True while it owes an answer from an earlier collection.</summary>
    public bool IsQuarantined
    {
        get
        {
            lock (_lock)
            {
                return _state == ProbeState.Quarantined;
            }
        }
    }

    /// <summary>Whether its trouble has been told.</summary>
    public bool Told { get; set; }

    /// <summary>What <see cref="Settle"/> found: 0 is an answer, else see <see cref="FilesystemError"/>.</summary>
    public int Error { get; private set; }

    public FilesystemSpace Space { get; private set; }

    /// <summary>Asks, unless it still owes an answer.</summary>
    /// <returns>False when it does.</returns>
    public bool TryAsk(ProbeRound round)
    {
        lock (_lock)
        {
            if (_state != ProbeState.Idle || _disposed)
            {
                return false;
            }

            _state = ProbeState.Asked;
            _round = round;
            round.Expect();
            if (_thread is null)
            {
                _thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "hex statvfs" };
                _thread.Start();
            }
        }

        _asked.Release();
        return true;
    }

    /// <summary>Ends the wait: takes the answer, or quarantines.</summary>
    /// <returns>False when it is (or stays) quarantined; <paramref name="now"/> tells whether that is news.</returns>
    public bool Settle(out bool now)
    {
        lock (_lock)
        {
            now = _state == ProbeState.Asked;
            if (_state != ProbeState.Idle)
            {
                _state = ProbeState.Quarantined;
                return false;
            }

            (Error, Space) = (_error, _space);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        // The thread may be in the call: it ends when that does.
        _asked.Release();
    }

    private void Work()
    {
        while (true)
        {
            _asked.Wait();
            lock (_lock)
            {
                if (_disposed)
                {
                    break;
                }
            }

            var error = _status.Get(Mount, _path, out var space);
            ProbeRound? round;
            lock (_lock)
            {
                (round, _round) = (_round, null);
                _state = ProbeState.Idle;
                (_error, _space) = (error, space);
            }

            round?.Answered();
        }

        _asked.Dispose();
    }
}
