using System.Net;
using System.Net.Sockets;
using Hex.Agent.Http.Requests;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Http;

/// <summary>
/// Answers probes, scrapers and people: HTTP/1.1, one request a connection, no TLS, no bodies. Ours, since a web framework would
/// cost an idle agent more than all of its own work: measured 12 MB of binary, 14 MB of memory and 70 ms at start.
/// </summary>
internal sealed partial class HttpServer : IDisposable
{
    private readonly Socket _listener;
    private readonly HttpLimits _limits;
    private readonly ConnectionTable _connections;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private HttpServer(Socket listener, HttpLimits limits, TimeProvider time, ILogger logger)
    {
        (_listener, _limits, _time, _logger) = (listener, limits, time, logger);
        _connections = new ConnectionTable(limits.MaxConnections);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port the system chose where that was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins to listen; connections wait until <see cref="RunAsync"/>.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static HttpServer Listen(ListenAddress address, TimeProvider time, ILogger<HttpServer> logger, HttpLimits? limits = null)
    {
        var ip = address.Address ?? throw new ArgumentException("There is no address to listen on.", nameof(address));

        // [::] is every address, also where a kernel or container has no IPv6.
        ip = ip.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6 ? IPAddress.Any : ip;
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(backlog: 64);
            return new HttpServer(socket, limits ?? new HttpLimits(), time, logger);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException($"http.listen: {address} cannot be listened on: {exception.Message}. Choose another address, or \"\" for none.", exception);
        }
    }

    /// <summary>Serves until stopped; then open connections end.</summary>
    public async Task RunAsync(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(stop);
                Serve(new HttpConnection(socket, _limits, _time, (request, token) => AnswerAsync(answer, request, token)), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of handles, or a client that was gone before it was accepted: neither ends the server.
                Log.AcceptFailed(_logger, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Serve(HttpConnection connection, CancellationToken stop)
    {
        if (!_connections.TryAdd(connection))
        {
            connection.Dispose();
            return;
        }

        _ = Task.Run(
            async () =>
            {
                using (connection)
                {
                    await connection.ServeAsync(stop);
                    _connections.Remove(connection);
                }
            },
            CancellationToken.None);
    }

    private async ValueTask<HttpResponse> AnswerAsync(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer, HttpRequest request, CancellationToken stop)
    {
        try
        {
            return await answer(request, stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.AnswerFailed(_logger, request.Path, exception);
            return HttpResponse.Text(500, "The agent could not answer; its log says why.\n");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1610, LogLevel.Warning, "An HTTP connection could not be accepted: {Reason}")]
        public static partial void AcceptFailed(ILogger logger, string reason);

        [LoggerMessage(1611, LogLevel.Error, "HTTP request for {Path} failed")]
        public static partial void AnswerFailed(ILogger logger, string path, Exception exception);
    }
}
