using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hex.Export.Grpc.Tls;

namespace Hex.Export.Grpc.Http;

/// <summary>One handler with its connection. Replaced as a whole when certificates change or the connection seems dead; goes when its last call has ended.</summary>
internal sealed class HttpChannel : IDisposable
{
    /// <summary>Two calls that time out without a single byte received: a connection that died silently. One can be a slow server.</summary>
    public const int SilentTimeouts = 2;

    private readonly HttpMessageInvoker _invoker;
    private int _users = 1;
    private int _connections;
    private int _silent;
    private long _received;

    public HttpChannel(GrpcTransportOptions options, TransportSettings settings, TlsMaterial? tls, TimeProvider time, double jitter)
    {
        var proxied = settings.Proxy.Address is not null;
        Tls = tls;
        var handler = new SocketsHttpHandler
        {
            // One connection carries everything; a second one measured no gain.
            EnableMultipleHttp2Connections = false,
            // Between -10 % and +10 %: a thousand agents started together must not come back together.
            PooledConnectionLifetime = options.ConnectionLifetime * (0.9 + (0.2 * jitter)),
            ConnectTimeout = options.Timeout,
            ConnectCallback = ConnectAsync,
            UseProxy = proxied,
            Proxy = proxied ? settings.Proxy : null,
            DefaultProxyCredentials = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };
        if (tls is not null)
        {
            var name = options.Tls.ServerName.Length > 0 ? options.Tls.ServerName : settings.Endpoint.Host;
            Check = new ServerCertificateCheck(tls.ExtraRoots, name, time);
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = name,
                ClientCertificateContext = tls.Client,
                RemoteCertificateValidationCallback = Check.Accept,
                // Issuers are not fetched from wherever a certificate points: the agent talks to its endpoint only.
                CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
            };
        }
        _invoker = new HttpMessageInvoker(handler);
    }

    public TlsMaterial? Tls { get; }

    public ServerCertificateCheck? Check { get; }

    /// <summary>Whether a TCP connection was ever made.</summary>
    public bool HasConnected => Volatile.Read(ref _connections) > 0;

    /// <summary>Whether any call was ever answered.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Whether the server was seen to speak HTTP/1 only.</summary>
    public bool SpokeHttp1 { get; private set; }

    /// <summary>Grows with whatever is received.</summary>
    public long Received => Volatile.Read(ref _received);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    /// <summary>Notes an answer; a connection that answers is alive.</summary>
    public void Answered()
    {
        HasAnswered = true;
        Volatile.Write(ref _silent, 0);
    }

    /// <summary>Notes a server that speaks HTTP/1.</summary>
    public void NoteHttp1() => SpokeHttp1 = true;

    /// <summary>Notes a timeout of a call that started when <see cref="Received"/> was <paramref name="receivedAtStart"/>; true when the connection should be given up.</summary>
    public bool TimedOut(long receivedAtStart)
    {
        if (Received == receivedAtStart)
            return Interlocked.Increment(ref _silent) >= SilentTimeouts;
        Volatile.Write(ref _silent, 0);
        return false;
    }

    /// <summary>Adds a user; the creator is the first.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>Takes a user away; with the last one the connection closes.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _invoker.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        Interlocked.Increment(ref _connections);
        return new CountingStream(new NetworkStream(socket, ownsSocket: true), () => Interlocked.Increment(ref _received));
    }
}
