using System.Net.Sockets;
using System.Text;
using Hex.Agent.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.Http;

/// <summary>A server on a port of loopback, and clients that say whatever a test wants.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpServer _server;
    private readonly Task _running;

    public RunningServer(HttpLimits limits, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>>? answer = null)
    {
        _server = HttpServer.Listen(new ListenAddress(System.Net.IPAddress.Loopback, 0), TimeProvider.System, NullLogger<HttpServer>.Instance, limits);
        _running = _server.RunAsync(answer ?? ((request, _) => new(HttpResponse.Text(200, request.Path))), _stop.Token);
    }

    public Task Running => _running;

    public async Task<NetworkStream> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_server.EndPoint);
        return new NetworkStream(client, ownsSocket: true) { ReadTimeout = 20_000 };
    }

    /// <summary>Sends bytes and reads to the end of the connection.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        await using var stream = await ConnectAsync();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return await ReadAsync(stream);
    }

    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _server.Dispose();
        _stop.Dispose();
    }
}
