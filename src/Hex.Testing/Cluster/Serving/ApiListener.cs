using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// The two listeners: TLS with HTTP/2 or HTTP/1.1 by ALPN, and plain HTTP/1.1. It can go away and come back on the same
/// ports, and end connections the ways a server does.
/// </summary>
internal sealed class ApiListener(RequestDelegate handler, ClusterCertificates certificates) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = [];
    private WebApplication? _app;

    public int HttpsPort { get; private set; }

    public int HttpPort { get; private set; }

    public async Task StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync(ct);
        var ports = app.Urls.Select(url => new Uri(url)).ToDictionary(url => url.Scheme, url => url.Port);
        (HttpsPort, HttpPort) = (ports["https"], ports["http"]);
        _app = app;
    }

    /// <summary>Closes the ports and every connection; what is running is cut off.</summary>
    public async Task StopAsync()
    {
        if (_app is null)
            return;
        DropConnections();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Cuts every connection, without a goodbye.</summary>
    public void DropConnections()
    {
        foreach (var connection in _connections.Values)
            connection.Abort(new ConnectionAbortedException("dropped by the test"));
    }

    /// <summary>Asks every client to go elsewhere: GOAWAY on HTTP/2, where running streams go on; <c>Connection: close</c> on HTTP/1.1.</summary>
    public void GoAway()
    {
        foreach (var connection in _connections.Values)
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 3 * 1024 * 1024;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 250;
        kestrel.Listen(IPAddress.Loopback, HttpsPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(TrackAsync);
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificates.Server;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (certificate, _, _) => certificates.IsOurs(certificate);
            });
        });
        kestrel.Listen(IPAddress.Loopback, HttpPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(TrackAsync);
        });
    }

    private async Task TrackAsync(ConnectionContext connection, Func<Task> next)
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            await next();
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }
}
