using System.Security.Cryptography;
using Hex.Testing.Cluster.Faults;
using Hex.Testing.Cluster.Metrics;
using Hex.Testing.Cluster.Resources;
using Hex.Testing.Cluster.Serving;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster;

/// <summary>
/// A Kubernetes API server stand-in inside this process, on 127.0.0.1: TLS with HTTP/2, and plain HTTP/1.1 beside it. It lists
/// and watches as a recorded API server did, and fails on command. Dispose it to stop it.
/// </summary>
public sealed class SimulatedCluster : IAsyncDisposable
{
    private readonly ClusterStore _store;
    private readonly ResourceRegistry _resources;
    private readonly ClusterCertificates _certificates;
    private readonly BookmarkBell _bell = new();
    private readonly OpenWatches _watches;
    private readonly ApiListener _listener;

    private SimulatedCluster(SimulatedClusterOptions options)
    {
        _resources = new(options.CustomResources);
        _store = new(_resources, options.HistoryLimit);
        options.Contents.Load(_store, _resources, Metrics);
        _certificates = new(TimeProvider.System);
        Clock = options.TimeProvider;
        Token = options.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Access = new(Token, options.AccessRequired);
        Objects = new(_store, _resources, options.TimeProvider);
        _watches = new(Requests);
        var metrics = new MetricsHandler(Metrics, new(_store, _resources, options.TimeProvider));
        var handlers = new Handlers(
            new(_store), new(_store, options, _bell, _watches), new(_store), new(_store, options.TimeProvider), metrics, new(_resources, metrics));
        var dispatcher = new RequestDispatcher(_resources, Access, Requests, Faults, options.TimeProvider, handlers);
        _listener = new(dispatcher.HandleAsync, _certificates);
    }

    /// <summary>Address of the TLS listener, <c>https://127.0.0.1:port</c>.</summary>
    public Uri Url => new($"https://127.0.0.1:{_listener.HttpsPort}");

    /// <summary>Address of the plain HTTP/1.1 listener, as <c>kubectl proxy</c> offers; tokens are checked all the same.</summary>
    public Uri HttpUrl => new($"http://127.0.0.1:{_listener.HttpPort}");

    /// <summary>The certificate authority a client must trust, PEM.</summary>
    public string CertificateAuthorityPem => _certificates.AuthorityPem;

    /// <summary>Bearer token of <see cref="ClusterAccess.AdminUser"/>, who may do everything.</summary>
    public string Token { get; }

    /// <summary>Users, tokens and what they may do.</summary>
    public ClusterAccess Access { get; }

    /// <summary>The objects, to create, change and delete.</summary>
    public ClusterObjects Objects { get; }

    /// <summary>The metrics API.</summary>
    public ClusterMetrics Metrics { get; } = new();

    /// <summary>What goes wrong, scripted per verb and resource.</summary>
    public ClusterFaults Faults { get; } = new();

    /// <summary>What clients asked for.</summary>
    public RequestLog Requests { get; } = new();

    internal TimeProvider Clock { get; }

    /// <summary>Starts a cluster; ready when the task completes.</summary>
    public static async Task<SimulatedCluster> StartAsync(SimulatedClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        var cluster = new SimulatedCluster(options ?? new());
        await cluster._listener.StartAsync(cancellationToken);
        return cluster;
    }

    /// <summary>A kubeconfig file for the cluster.</summary>
    /// <param name="user">Credentials to put in; default: the admin's token over TLS.</param>
    public string KubeconfigYaml(KubeconfigUser? user = null) =>
        (user ?? KubeconfigUser.WithToken(Token)).ToYaml(Url, HttpUrl, CertificateAuthorityPem);

    /// <summary>A client certificate and its key, PEM, for a user; give the user rules with <see cref="ClusterAccess.SetUser"/>.</summary>
    public (string CertificatePem, string KeyPem) IssueClientCertificate(string user = ClusterAccess.AdminUser) => _certificates.IssueClient(user);

    /// <summary>Has every watch that takes bookmarks send one now.</summary>
    public void SendBookmarks() => _bell.Ring();

    /// <summary>Ends the open watches of a resource (<c>*</c> for all) as complete bodies, as a server does after timeoutSeconds.</summary>
    /// <returns>How many there were.</returns>
    public int EndWatches(string resource = "*") => _watches.End(Qualified(resource), error: null, reset: false);

    /// <summary>Resets the streams of the open watches of a resource (<c>*</c> for all).</summary>
    /// <returns>How many there were.</returns>
    public int ResetWatches(string resource = "*") => _watches.End(Qualified(resource), error: null, reset: true);

    /// <summary>Ends the open watches of a resource (<c>*</c> for all) with an ERROR line; default: 410 Expired.</summary>
    /// <returns>How many there were.</returns>
    public int FailWatches(string resource = "*", int code = 410, string? message = null) =>
        _watches.End(Qualified(resource), StandardStatus.For(code, message, retryAfterSeconds: null), reset: false);

    /// <summary>Cuts every connection without a goodbye, in the middle of whatever is being sent.</summary>
    public void DropConnections() => _listener.DropConnections();

    /// <summary>Sends GOAWAY on every HTTP/2 connection; running streams go on, new requests need a new connection.</summary>
    public void GoAway() => _listener.GoAway();

    /// <summary>Closes both ports and every connection, as a server that went down; objects stay.</summary>
    public Task StopListeningAsync() => _listener.StopAsync();

    /// <summary>Listens again on the same ports.</summary>
    public Task ListenAgainAsync(CancellationToken cancellationToken = default) => _listener.StartAsync(cancellationToken);

    /// <summary>
    /// Compacts the history older than a revision (default: all): watches, lists and continue tokens from before it get 410 for
    /// resources without a watch cache (events); the others answer from their cache until <see cref="ExpireHistory"/>.
    /// </summary>
    public void Compact(long? revision = null) => _store.Compact(revision ?? _store.Revision);

    /// <summary>Makes watches of one resource that start before a revision (default: now) too old: a 410 line inside a 200.</summary>
    public void ExpireWatches(string resource, long? revision = null) =>
        _store.Use(_resources.Named(resource), table => table.Expire(revision ?? _store.Revision, 0));

    /// <summary>Makes lists and continue tokens of one resource at revisions before one (default: before the next) too old: HTTP 410.</summary>
    public void ExpireContinueTokens(string resource, long? revision = null) =>
        _store.Use(_resources.Named(resource), table => table.Expire(0, revision ?? _store.Revision + 1));

    /// <summary>Both of <see cref="ExpireWatches"/> and <see cref="ExpireContinueTokens"/>, at the present revision.</summary>
    public void ExpireHistory(string resource)
    {
        ExpireWatches(resource);
        ExpireContinueTokens(resource);
    }

    /// <summary>Stops listening and cuts every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificates.Dispose();
    }

    private string Qualified(string resource) => resource == "*" ? resource : _resources.Named(resource).QualifiedName;
}
