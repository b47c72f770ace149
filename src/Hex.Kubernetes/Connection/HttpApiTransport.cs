using System.Net;
using System.Net.Http.Headers;

namespace Hex.Kubernetes;

/// <summary>
/// The real way to the API server: HTTP/2 by ALPN over TLS, HTTP/1.1 for http and for servers without it. No proxy is asked, no
/// redirect followed. A request has no time limit of its own: its caller knows what it waits for.
/// </summary>
internal sealed class HttpApiTransport : IApiTransport, IDisposable
{
    private static readonly ProductInfoHeaderValue Agent = new("hex-agent", "1");

    private readonly KubernetesConnection _connection;
    private readonly HttpMessageInvoker _http;
    private readonly string _root;

    public HttpApiTransport(KubernetesConnection connection)
    {
        _connection = connection;
        _root = connection.Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            // A dead connection under an idle watch is found by pings, as long as the server has not said GOAWAY.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // New connections read CA and client certificate again; watches in flight keep theirs to their own end.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectCallback = new TlsDialer(connection).DialAsync,
        });
    }

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized && _connection.Token is { } token)
        {
            // The token may have been rotated since it was read: once more with a fresh one.
            response.Dispose();
            token.Invalidate();
            response = await SendOnceAsync(request, cancellationToken);
        }

        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new ApiResponse((int)response.StatusCode, body, RetryAfter(response), response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, _root + request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.UserAgent.Add(Agent);
        message.Headers.Accept.ParseAdd(request.Accept);
        if (_connection.Token is { } token && await token.GetAsync(cancellationToken) is { Length: > 0 } bearer)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return await _http.SendAsync(message, cancellationToken);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter?.Delta;
        return wait > TimeSpan.Zero ? wait : null;
    }

    public void Dispose() => _http.Dispose();
}
