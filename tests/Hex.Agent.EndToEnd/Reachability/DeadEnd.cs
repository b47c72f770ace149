using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hex.Agent.EndToEnd.Reachability;

/// <summary>Addresses on this machine at which a connection comes to nothing.</summary>
internal sealed class DeadEnd : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    private DeadEnd(int backlog)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (backlog >= 0)
        {
            _listener.Listen(backlog);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>A port that is taken, and refuses connections since nobody listens.</summary>
    public static DeadEnd Closed() => new(-1);

    /// <summary>As behind a firewall that drops packets: the kernel ignores who knocks while the queue of those nobody lets in is full.</summary>
    public static async Task<DeadEnd> BlackHoleAsync()
    {
        var hole = new DeadEnd(0);
        while (true)
        {
            var one = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            hole._waiting.Add(one);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
            try
            {
                await one.ConnectAsync(IPAddress.Loopback, hole.Port, patience.Token);
            }
            catch (OperationCanceledException)
            {
                return hole;
            }
        }
    }

    /// <summary>A proxy that answers every request for a tunnel with this status.</summary>
    public static DeadEnd Proxy(string status)
    {
        var proxy = new DeadEnd(16);
        _ = proxy.RefuseAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return proxy;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _waiting.ForEach(one => one.Dispose());
    }

    private async Task RefuseAsync(byte[] answer)
    {
        try
        {
            var request = new byte[4096];
            while (true)
            {
                using var client = await _listener.AcceptAsync();
                await client.ReceiveAsync(request);
                await client.SendAsync(answer);
                client.Shutdown(SocketShutdown.Send);
                await client.ReceiveAsync(request);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
