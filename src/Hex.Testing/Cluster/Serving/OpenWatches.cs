using System.Collections.Concurrent;

namespace Hex.Testing.Cluster.Serving;

/// <summary>The watches that run now, so that a test can end them from outside.</summary>
internal sealed class OpenWatches(RequestLog log)
{
    private readonly ConcurrentDictionary<OpenWatch, string> _open = [];

    public OpenWatch Open(string resource)
    {
        var watch = new OpenWatch(this);
        _open[watch] = resource;
        log.WatchOpened(resource);
        return watch;
    }

    /// <summary>Ends the watches of a qualified resource, or of all with <c>*</c>.</summary>
    /// <returns>How many there were.</returns>
    public int End(string resource, StatusError? error, bool reset)
    {
        var ended = 0;
        foreach (var (watch, own) in _open)
        {
            if (resource != "*" && own != resource)
                continue;
            watch.End(error, reset);
            ended++;
        }

        return ended;
    }

    private void Close(OpenWatch watch)
    {
        if (_open.TryRemove(watch, out var resource))
            log.WatchClosed(resource);
    }

    /// <summary>One watch; disposing it takes it off the list.</summary>
    internal sealed class OpenWatch(OpenWatches owner) : IDisposable
    {
        private readonly CancellationTokenSource _ended = new();

        /// <summary>Cancelled when the watch is to end.</summary>
        public CancellationToken Ended => _ended.Token;

        public StatusError? Error { get; private set; }

        public bool Reset { get; private set; }

        public void End(StatusError? error, bool reset)
        {
            (Error, Reset) = (error, reset);
            try
            {
                _ended.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }

        public void Dispose()
        {
            owner.Close(this);
            _ended.Dispose();
        }
    }
}
