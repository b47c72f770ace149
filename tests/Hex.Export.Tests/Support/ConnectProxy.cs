using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hex.Export.Tests.Support;

/// <summary>An HTTP proxy that knows CONNECT, and optionally wants a user and password.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string? _credential;

    public ConnectProxy(string? userAndPassword = null)
    {
        _credential = userAndPassword is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public List<string> Tunnels { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        while (true)
        {
            var request = await ReadHeadAsync(stream);
            if (request.Length == 0)
                return;
            if (_credential is null || request.Contains(_credential, StringComparison.Ordinal))
            {
                await TunnelAsync(stream, request.Split(' ')[1]);
                return;
            }
            await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    }

    private async Task TunnelAsync(NetworkStream client, string target)
    {
        lock (Tunnels)
            Tunnels.Add(target);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, int.Parse(target.Split(':')[^1]));
        await client.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        await Task.WhenAny(client.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client));
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
