using System.Net;
using System.Net.Sockets;

namespace Hex.Agent.Http.Requests;

/// <summary>One connection: reads one request, answers it, ends. Whatever a client does ends here, within the limits.</summary>
internal sealed class HttpConnection(Socket socket, HttpLimits limits, TimeProvider time, Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer) : IDisposable
{
    private volatile bool _mayGiveWay = true;

    /// <summary>True while nothing is being answered (before the whole head is there, and after the response): such a connection may be ended for another's sake.</summary>
    public bool MayGiveWay => _mayGiveWay;

    /// <summary>Serves the connection to its end.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task ServeAsync(CancellationToken stop)
    {
        try
        {
            var (request, refusal) = await ReadAsync(stop);
            _mayGiveWay = false;
            if (request is null && refusal is null)
            {
                return;
            }

            var response = request is null ? refusal! : await answer(request, stop);
            await WriteAsync(response.Encode(withBody: request is not { Method: "HEAD" }), stop);
            _mayGiveWay = true;
            await LingerAsync(stop);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away, was too slow, or gave way to another.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<(HttpRequest? Request, HttpResponse? Refusal)> ReadAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(limits.HeadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var buffer = new byte[1024];
        var length = 0;
        try
        {
            while (true)
            {
                var end = EndOfHead(buffer.AsSpan(0, length));
                if (end > 0)
                {
                    var peer = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
                    return (RequestHead.Parse(buffer.AsSpan(0, end), peer, limits, out var refusal), refusal);
                }

                if (length == limits.MaxHeadBytes)
                {
                    var isFirstLine = !buffer.AsSpan(0, length).Contains((byte)'\n');
                    return (null, isFirstLine ? HttpResponse.Text(414, "The request line is too long.\n") : HttpResponse.Text(431, "The headers are too large.\n"));
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limits.MaxHeadBytes));
                }

                var read = await socket.ReceiveAsync(buffer.AsMemory(length), either.Token);
                if (read == 0)
                {
                    return default;
                }

                length += read;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (null, length == 0 ? null : HttpResponse.Text(408, "The request came too slowly.\n"));
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(limits.WriteTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, either.Token)..];
        }
    }

    // Closing a socket with unread bytes resets the connection, and a client may lose the response it has not read yet.
    private async Task LingerAsync(CancellationToken stop)
    {
        socket.Shutdown(SocketShutdown.Send);
        using var limit = new CancellationTokenSource(limits.LingerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var rest = new byte[1024];
        while (await socket.ReceiveAsync(rest, either.Token) > 0)
        {
            // Nothing of a body is of interest.
        }
    }

    private static int EndOfHead(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }
}
