using Hex.Kubernetes;

namespace Hex.Attribution;

/// <summary>Reads which cluster this is: two GETs at most. Cheap enough for every node; needs <c>get</c> on namespaces, and on nodes for a name by label.</summary>
public sealed class ClusterIdentityReader
{
    private readonly KubernetesClient _client;
    private readonly string? _configuredName;
    private readonly Func<string, string?> _environment;
    private readonly string? _nodeName;
    private readonly Projections _projections = new(new AttributionOptions().CreateSelection());

    /// <summary>A reader; nothing is asked before <see cref="ReadAsync"/>.</summary>
    /// <param name="client">The server.</param>
    /// <param name="configuredName">The name the configuration gives; null or empty to detect it.</param>
    /// <param name="environment">Reads an environment variable; null for the process' own.</param>
    /// <param name="nodeName">A node whose labels may name the cluster; null to go without.</param>
    public ClusterIdentityReader(KubernetesClient client, string? configuredName = null, Func<string, string?>? environment = null, string? nodeName = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _configuredName = configuredName;
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _nodeName = nodeName;
    }

    /// <summary>What is known without asking the server.</summary>
    public ClusterIdentity Local
    {
        get
        {
            var (name, source) = ClusterNames.Find(_configuredName, _environment);
            return new ClusterIdentity(null, name, source);
        }
    }

    /// <summary>Asks the server for the rest.</summary>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task<ClusterIdentity> ReadAsync(CancellationToken cancellationToken = default)
    {
        var kubeSystem = await _client.GetMetadataAsync(ResourceType.Namespaces, null, "kube-system", _projections, cancellationToken);
        var identity = Local with { Uid = kubeSystem?.Uid.ToString() };
        if (identity.Name is null && _nodeName is { Length: > 0 }
            && await _client.GetMetadataAsync(ResourceType.Nodes, null, _nodeName, _projections, cancellationToken) is { } node)
        {
            var (name, source) = ClusterNames.Find(node);
            return identity with { Name = name, NameSource = source };
        }

        return identity;
    }
}
