using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.State;
using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Cluster;

/// <summary>What the role node has of the API server: who the node's containers are, and a Lease for its positions. Without a server it goes on without both.</summary>
internal sealed class NodeRole : IDisposable
{
    /// <summary>A pod that is ready replaces its predecessor: it waits this long to know its node's pods, and no longer, since without them it works too.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);

    /// <summary>A run with an end waits this long to know who the containers are.</summary>
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(10);

    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly HandoverStateStore? _handover;

    public NodeRole(AgentConfiguration configuration, ClusterConnection cluster, ResourcePool resources, IStateStore files, ILoggerFactory loggers, TimeProvider time)
    {
        (_time, _started) = (time, time.GetTimestamp());
        var node = NodeName.Current;
        _client = new KubernetesClient(cluster.Connection, time, loggers);
        var identity = new ClusterIdentityReader(_client, configuration.Get(AgentOptions.ClusterName), nodeName: node);
        Attribution = new NodeAttribution(_client, node, resources, AttributionSetup.Options(configuration), identity, time, loggers.CreateLogger<NodeAttribution>());
        if (LeaseUse.Of(configuration, cluster).ForState)
        {
            var release = configuration.Get(AgentOptions.LeaseName);
            _handover = new HandoverStateStore(files, stop => OpenLeaseAsync(cluster, release, node, stop), time, loggers.CreateLogger<HandoverStateStore>());
        }

        State = _handover ?? files;
    }

    /// <summary>Who the node's containers are.</summary>
    public NodeAttribution Attribution { get; }

    /// <summary>Where positions are kept.</summary>
    public IStateStore State { get; }

    /// <summary>What is not there yet that a ready agent has; null when nothing is missing.</summary>
    public string? WaitsFor => !Attribution.Pods.Settled.IsCompleted && _time.GetElapsedTime(_started) < ReadyWithin ? "the pods of this node" : null;

    /// <summary>Follows the node's pods until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Attribution.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Waits until the node's pods are known, or it is plain that they will not be for a while.</summary>
    public async Task WaitForPodsAsync(CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(KnownWithin);
        await Attribution.Pods.Settled.WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Hands the positions over. Call it when the last of them is written.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        if (_handover is not null)
        {
            using var late = new CancellationTokenSource(limit, _time);
            try
            {
                await _handover.TryHandOverAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                // The API server is away: the successor begins at the last hand-over.
            }
        }
    }

    public void Dispose()
    {
        _handover?.Dispose();
        _client.Dispose();
    }

    private async Task<IStateStore> OpenLeaseAsync(ClusterConnection cluster, string release, string node, CancellationToken cancellationToken) => new LeaseStateStore(_client, new LeaseStateStoreOptions
    {
        Namespace = cluster.Namespace,
        LeaseName = LeaseNames.OfNode(release, node),
        Group = LeaseNames.Group(release),
        Holder = node,
        Owner = await AgentOwner.FindAsync(_client, cluster, Environment.GetEnvironmentVariable, cancellationToken),
    });
}
