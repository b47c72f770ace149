namespace Hex.Agent.Http.Requests;

/// <summary>The connections being served, oldest first, no more than there may be. Thread-safe.</summary>
internal sealed class ConnectionTable(int limit)
{
    private readonly Lock _lock = new();
    private readonly List<HttpConnection> _connections = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Takes a connection in. When all places are taken, the oldest that is not being answered is ended for it.</summary>
    /// <returns>False when every place is taken by a request that is being answered.</returns>
    public bool TryAdd(HttpConnection connection)
    {
        HttpConnection? gone = null;
        lock (_lock)
        {
            if (_connections.Count >= limit)
            {
                gone = _connections.Find(one => one.MayGiveWay);
                if (gone is null)
                {
                    return false;
                }

                _connections.Remove(gone);
            }

            _connections.Add(connection);
        }

        gone?.Dispose();
        return true;
    }

    public void Remove(HttpConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }
}
