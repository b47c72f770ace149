using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>The connections that are open, to drop them the hard way.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _open = new();

    public int Count => _open.Count;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
        }
    }

    public void Drop(string connectionId)
    {
        if (_open.TryGetValue(connectionId, out var connection))
            Drop(connection);
    }

    public void DropAll()
    {
        foreach (var connection in _open.Values)
            Drop(connection);
    }

    /// <summary>With a linger time of zero the peer sees a reset, not an orderly end.</summary>
    private static void Drop(ConnectionContext connection)
    {
        try
        {
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
                socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It closed meanwhile.
        }

        connection.Abort(new ConnectionAbortedException("Dropped by the receiver's script."));
    }
}
