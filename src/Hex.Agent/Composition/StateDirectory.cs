using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>
/// The directory of positions, and the lock that keeps a second agent away from it: two would overwrite each other's positions.
/// The lock is the kernel's, so it ends with the process however that ends.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    // EWOULDBLOCK, what flock(2) says of a lock that another process holds.
    private const int WouldBlock = 11;

    private readonly FileStream? _lock;
    private readonly FileStateStore _store;

    private StateDirectory(FileStateStore store, FileStream? @lock)
    {
        _store = store;
        _lock = @lock;
    }

    public IStateStore Store => _store;

    /// <summary>Opens a directory. One that cannot be written to is no failure: the reader says so and goes on without.</summary>
    /// <exception cref="StateInUseException">Another agent uses it.</exception>
    public static StateDirectory Open(string path, ILoggerFactory loggers)
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(path);
            file = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StateInUseException(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told at the first position that cannot be written.
        }

        return new StateDirectory(new FileStateStore(path, loggers.CreateLogger<FileStateStore>()), file);
    }

    public void Dispose()
    {
        _store.Dispose();
        _lock?.Dispose();
    }
}

/// <summary>Another agent uses the state directory.</summary>
internal sealed class StateInUseException(string path, Exception inner)
    : Exception($"Another hex-agent uses the state directory {path}; give this one a directory of its own with state.path, or end the other.", inner);
