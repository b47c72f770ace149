using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>The directory of positions, taken before anything is read: a second agent with it is refused at once.</summary>
internal static class StateDirectory
{
    /// <summary>Opens a directory. One that cannot be written to is no failure: the reader says so and goes on without.</summary>
    /// <exception cref="StateInUseException">Another agent uses it.</exception>
    public static FileStateStore Open(string path, ILoggerFactory loggers)
    {
        var store = new FileStateStore(path, loggers.CreateLogger<FileStateStore>());
        try
        {
            store.Claim();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
