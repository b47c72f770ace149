using System.Collections.Concurrent;
using Hex.Testing.Otlp.Grpc;
using Hex.Testing.Otlp.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hex.Testing.Otlp;

/// <summary>
/// An OTLP/gRPC backend for tests, in this process, on 127.0.0.1: it decodes, counts and keeps what it accepts, and misbehaves as its
/// <see cref="Script"/> says. Its gRPC and its decoders share nothing with the exporter under test. All members are thread safe.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly OtlpReceiverOptions _options;
    private readonly ReceiverLedger _ledger;
    private readonly OpenConnections _connections = new();
    private readonly ConcurrentDictionary<string, string> _required;
    private readonly TestAuthority? _ownAuthority;
    private readonly CancellationTokenSource _disposing = new();
    private IssuedCertificate? _certificate;
    private KestrelHost? _host;

    private OtlpReceiver(OtlpReceiverOptions options)
    {
        _options = options;
        _ledger = new ReceiverLedger(options.KeepRequests);
        _required = new ConcurrentDictionary<string, string>(options.RequiredHeaders, StringComparer.OrdinalIgnoreCase);
        Script = new ReceiverScript(options.Keep == Keep.All);
        if (options.Tls == ReceiverTls.None)
            return;
        _ownAuthority = options.Authority is null ? new TestAuthority() : null;
        Authority = options.Authority ?? _ownAuthority;
        _certificate = Authority!.IssueServer(options.ServerNames);
    }

    /// <summary>The port on 127.0.0.1; stays the same through <see cref="GoOfflineAsync"/> and <see cref="GoOnlineAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary><c>http://127.0.0.1:port</c>, or <c>https://localhost:port</c> with TLS.</summary>
    public Uri Endpoint => new(_options.Tls == ReceiverTls.None ? $"http://127.0.0.1:{Port}" : $"https://localhost:{Port}");

    /// <summary>The issuer of the certificates; null without TLS.</summary>
    public TestAuthority? Authority { get; }

    /// <summary>The PEM of the CA a client must trust.</summary>
    /// <exception cref="InvalidOperationException">The receiver has no TLS.</exception>
    public string CaPem => Authority?.Pem ?? throw new InvalidOperationException("The receiver has no TLS; set OtlpReceiverOptions.Tls.");

    /// <summary>What it does with requests to come.</summary>
    public ReceiverScript Script { get; }

    /// <summary>The log records accepted so far, in order of arrival; a copy. Empty unless <see cref="Keep.All"/>.</summary>
    public IReadOnlyList<ReceivedLog> Logs => _ledger.Logs();

    /// <summary>The metric points accepted so far, in order of arrival; a copy. Empty unless <see cref="Keep.All"/>.</summary>
    public IReadOnlyList<ReceivedMetricPoint> Metrics => _ledger.Metrics();

    /// <summary>The latest requests (<see cref="OtlpReceiverOptions.KeepRequests"/>), oldest first; a copy. One is added just before its answer.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _ledger.Requests();

    /// <summary>What was counted so far.</summary>
    public ReceiverCounts Counts => _ledger.Counts;

    /// <summary>How many connections are open now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Starts a receiver.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<OtlpReceiver> StartAsync(OtlpReceiverOptions? options = null)
    {
        var receiver = new OtlpReceiver(options ?? new OtlpReceiverOptions());
        try
        {
            receiver.Port = receiver._options.Port;
            await receiver.GoOnlineAsync();
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a receiver with options set by a delegate.</summary>
    public static Task<OtlpReceiver> StartAsync(Action<OtlpReceiverOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OtlpReceiverOptions();
        configure(options);
        return StartAsync(options);
    }

    /// <summary>An outage: resets every connection and closes the port. Counts, records and the script stay.</summary>
    public async Task GoOfflineAsync()
    {
        _connections.DropAll();
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Ends an outage: listens again on the same port. Does nothing if it is listening.</summary>
    /// <exception cref="IOException">The port was taken meanwhile.</exception>
    public async Task GoOnlineAsync()
    {
        if (_host is not null)
            return;
        _host = await KestrelHost.StartAsync(_options, Port, Https(), _connections, _ledger.AddConnection, HandleAsync);
        Port = _host.Port;
    }

    /// <summary>Resets every open connection; the port stays open.</summary>
    public void DropConnections() => _connections.DropAll();

    /// <summary>From now on requests must carry this header with exactly this value (null: need not), or are UNAUTHENTICATED.</summary>
    public void RequireHeader(string name, string? value)
    {
        if (value is null)
            _required.TryRemove(name, out _);
        else
            _required[name] = value;
    }

    /// <summary>From now on new connections get this server certificate.</summary>
    /// <exception cref="InvalidOperationException">The receiver has no TLS.</exception>
    public void UseCertificate(IssuedCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (_certificate is null)
            throw new InvalidOperationException("The receiver has no TLS; set OtlpReceiverOptions.Tls.");
        _certificate = certificate;
    }

    /// <summary>Forgets the records kept (not the counts, nor which ids have come).</summary>
    public void Clear() => _ledger.Clear();

    /// <summary>Hands the records kept over and forgets them (not the counts, nor which ids have come): for receivers that run long.</summary>
    /// <returns>Log records and metric points in order of arrival. Each record is handed over once.</returns>
    public (IReadOnlyList<ReceivedLog> Logs, IReadOnlyList<ReceivedMetricPoint> Metrics) Take() => _ledger.Take();

    /// <summary>Completes when <paramref name="predicate"/> is true, which is tried now and after each request.</summary>
    /// <param name="predicate">For example <c>r =&gt; r.Counts.UniqueLogs == 1000</c>.</param>
    /// <param name="timeout">Real time to wait at most; default 30 s.</param>
    /// <exception cref="TimeoutException">It was not true in time; the message says what has been counted.</exception>
    public async Task WaitForAsync(Func<OtlpReceiver, bool> predicate, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var limit = timeout ?? TimeSpan.FromSeconds(30);
        using var ends = new CancellationTokenSource(limit);
        while (true)
        {
            var changed = _ledger.Changed;
            if (predicate(this))
                return;
            try
            {
                await changed.WaitAsync(ends.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The condition was not met within {limit}. {Counts}", late);
            }
        }
    }

    /// <summary>Resets what is open and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
            return;
        await _disposing.CancelAsync();
        await GoOfflineAsync();
        _ownAuthority?.Dispose();
    }

    private Task HandleAsync(HttpContext http)
    {
        if (!_options.Http1Only)
            return new ExportCall(http, _options, Script, _ledger, _connections, _required, _disposing.Token).RunAsync();
        _ledger.BeginRequest();
        return GrpcAnswer.PageAsync(http.Response, StatusCodes.Status404NotFound, "text/html", "<html><body>Not found</body></html>"u8.ToArray());
    }

    private HttpsConnectionAdapterOptions? Https()
    {
        if (_certificate is null)
            return null;
        var https = new HttpsConnectionAdapterOptions { ServerCertificateSelector = (_, _) => _certificate.Certificate };
        if (_options.Tls == ReceiverTls.Mutual)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => Authority!.Issued(certificate);
        }

        return https;
    }
}
