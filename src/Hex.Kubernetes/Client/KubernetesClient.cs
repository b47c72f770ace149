using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Kubernetes;

/// <summary>
/// A read-mostly client of a Kubernetes API server: single objects, lists, watches, and what <see cref="LeaderElection"/>,
/// <see cref="LeaseStateStore"/> and <see cref="MetricsApi"/> need. Thread-safe; one per server.
/// </summary>
public sealed class KubernetesClient : IDisposable
{
    // Answers with metadata only, where the server can; every server since 1.15 can.
    private const string AsMetadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    // One object is small: what takes longer will not come.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly IDisposable? _owned;

    /// <summary>A client of the server a connection names. Nothing is opened before the first request.</summary>
    /// <param name="connection">Where the server is and how to speak to it.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="loggers">Where watches and leases tell of failures; null for nowhere.</param>
    public KubernetesClient(KubernetesConnection connection, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var transport = new HttpApiTransport(connection);
        (Transport, _owned) = (transport, transport);
        (Time, Loggers) = (time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
        Namespace = connection.Namespace;
    }

    internal KubernetesClient(IApiTransport transport, TimeProvider time, ILoggerFactory? loggers = null) =>
        (Transport, Time, Loggers) = (transport, time, loggers ?? NullLoggerFactory.Instance);

    /// <summary>The connection's own namespace; empty when it has none.</summary>
    public string Namespace { get; } = "";

    internal IApiTransport Transport { get; }

    internal TimeProvider Time { get; }

    internal ILoggerFactory Loggers { get; }

    /// <summary>Reads one object.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    /// <param name="projector">The projection.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Null when there is no such object.</returns>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached, or did not answer within 30 s.</exception>
    /// <exception cref="InvalidDataException">The answer is no such object.</exception>
    public Task<T?> GetAsync<T>(
        ResourceType type, string? @namespace, string name, ResourceProjector<T> projector, CancellationToken cancellationToken = default)
        where T : class =>
        GetAsync(ApiRequest.Get(type.Path(@namespace, name)), $"get {type} {name}", projector, cancellationToken);

    /// <summary>Reads the metadata of one object of any kind, without the rest of it.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    /// <param name="projections">Decodes it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Null when there is no such object.</returns>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    /// <exception cref="InvalidDataException">The answer is no object.</exception>
    public Task<ObjectReference?> GetMetadataAsync(
        ResourceType type, string? @namespace, string name, Projections projections, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projections);
        var request = ApiRequest.Get(type.Path(@namespace, name)) with { Accept = AsMetadata };
        return GetAsync<ObjectReference>(request, $"get {type} {name}", projections.ObjectReference, cancellationToken);
    }

    /// <summary>Reads all objects of a kind, in pages of 500 and item by item. A list that expires between its pages ends with an exception.</summary>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    /// <exception cref="InvalidDataException">The answer is no list, or broke off.</exception>
    public async IAsyncEnumerable<T> ListAsync<T>(
        ResourceQuery query, ResourceProjector<T> projector, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(projector);
        var statistics = new DecodeStatistics();
        string? token = null;
        do
        {
            var path = token is null ? query.Uri("limit=500") : query.Uri("limit=500", $"continue={Uri.EscapeDataString(token)}");
            await using var response = await SendAsync(ApiRequest.Get(path), $"list {query}", cancellationToken);
            using var list = new ListReader(response.Body, statistics);
            while (await list.ReadAsync(cancellationToken))
            {
                if (Projections.Project(projector, list.Item, statistics) is { } item)
                {
                    yield return item;
                }
            }

            token = list.Continue != token ? list.Continue : null;
        }
        while (token is not null);
    }

    /// <summary>Whether this client may list a kind, found by listing one object of it.</summary>
    /// <returns>Null when it may; else what the server says.</returns>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task<KubernetesApiException?> ProbeListAsync(ResourceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            await using var response = await SendAsync(ApiRequest.Get(query.Uri("limit=1")), $"list {query}", cancellationToken);
            return null;
        }
        catch (KubernetesApiException refusal)
        {
            return refusal;
        }
    }

    /// <summary>
    /// Whether this client may do something, found by trying it in a way that changes nothing: the server judges rights before names, so what is created has
    /// a name that is none, and what is read, changed or deleted does not exist.
    /// </summary>
    /// <param name="verb">get, list, watch, create, patch or delete.</param>
    /// <param name="query">What it is done to.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Null when it may; else the refusal: 401, 403, or for list and watch also 404 where the server has no such kind.</returns>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task<KubernetesApiException?> ProbeAsync(string verb, ResourceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        const string Nobody = "hexcovery-agent-check-of-rights";
        var path = query.Type.Path(query.Namespace, Nobody);
        var request = verb switch
        {
            "list" => ApiRequest.Get(query.Uri("limit=1")),
            "watch" => ApiRequest.Get(query.Uri("watch=true", "timeoutSeconds=1")),
            "get" => ApiRequest.Get(path),
            "delete" => new ApiRequest(HttpMethod.Delete, path),
            "patch" => new ApiRequest(HttpMethod.Patch, path, "{}"u8.ToArray(), "application/merge-patch+json"),
            "create" => new ApiRequest(HttpMethod.Post, query.Type.Path(query.Namespace), """{"metadata":{"name":"NO NAME"}}"""u8.ToArray()),
            _ => throw new ArgumentException($"'{verb}' cannot be tried; expected get, list, watch, create, patch or delete.", nameof(verb)),
        };
        try
        {
            await using var response = await SendAsync(request, $"{verb} {query}", cancellationToken);
            return null;
        }
        catch (KubernetesApiException refusal)
        {
            return refusal.StatusCode is 401 or 403 || (refusal.StatusCode == 404 && (verb is "list" or "watch")) || refusal.StatusCode >= 500 ? refusal : null;
        }
    }

    /// <summary>Makes the list/watch machine that keeps a store equal to a kind of object; <see cref="Reflector{T}.RunAsync"/> starts it.</summary>
    /// <param name="query">What to watch.</param>
    /// <param name="projector">The projection.</param>
    /// <param name="store">What is kept equal: a <see cref="ResourceCache{T}"/>, or one's own.</param>
    /// <param name="streamInitialList">Whether to ask for the initial state as a stream first. Not for events, of which the server keeps no watch cache.</param>
    public Reflector<T> CreateReflector<T>(ResourceQuery query, ResourceProjector<T> projector, IResourceStore<T> store, bool streamInitialList = true)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(projector);
        ArgumentNullException.ThrowIfNull(store);
        return new Reflector<T>(
            Transport, query, projector, store, new ReflectorOptions { StreamInitialList = streamInitialList }, Time, Random.Shared,
            Loggers.CreateLogger("Hex.Kubernetes.Reflector"));
    }

    internal async Task<ApiResponse> SendAsync(ApiRequest request, string action, CancellationToken cancellationToken)
    {
        var response = await Transport.SendAsync(request, cancellationToken);
        if (response.IsSuccess)
        {
            return response;
        }

        await using (response)
        {
            throw new KubernetesApiException(action, await ApiStatus.ReadAsync(response, cancellationToken));
        }
    }

    internal async Task<T> SendAsync<T>(ApiRequest request, string action, ResourceProjector<T> projector, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(RequestTimeout, Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var response = await SendAsync(request, action, linked.Token);
            return await ResponseReader.ReadAsync(response.Body, projector, action, linked.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"cannot {action}: no answer within {RequestTimeout.TotalSeconds} s", exception);
        }
    }

    private async Task<T?> GetAsync<T>(ApiRequest request, string action, ResourceProjector<T> projector, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(projector);
        try
        {
            return await SendAsync(request, action, projector, cancellationToken);
        }
        catch (KubernetesApiException refusal) when (refusal is { StatusCode: 404, Reason: "NotFound" })
        {
            return null;
        }
    }

    /// <summary>Closes the connections; running watches end.</summary>
    public void Dispose() => _owned?.Dispose();
}
