using Hex.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Cluster;

/// <summary>The leader's housekeeping: deletes the state Leases of nodes that no longer exist, and of this release: another one in the namespace has a group of its own.</summary>
internal sealed partial class StatePruning(KubernetesClient client, string space, string leaseName, TimeProvider time, ILogger<StatePruning> logger)
{
    /// <summary>Nodes come and go by the day; a Lease too many costs nothing. 1 h, and not in the first moments of a term.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await PruneAsync(stop);
            }
        }
    }

    /// <summary>Deletes once.</summary>
    public async Task PruneAsync(CancellationToken stop)
    {
        try
        {
            var alive = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var node in client.ListAsync<ObjectReference>(new ResourceQuery(ResourceType.Nodes), new Projections().ObjectReference, stop))
            {
                alive.Add(LeaseNames.OfNode(leaseName, node.Name));
            }

            // No node at all is a list that went wrong, not a cluster.
            if (alive.Count > 0 && await LeaseStateStore.PruneAsync(client, space, LeaseNames.Group(leaseName), alive.Contains, stop) is > 0 and var count)
            {
                Log.Pruned(logger, count);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception exception) when (exception is KubernetesApiException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            Log.NotPruned(logger, exception.GetBaseException().Message.TrimEnd('.'));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1622, LogLevel.Information, "{Count} Leases of nodes that are gone were deleted")]
        public static partial void Pruned(ILogger logger, int count);

        [LoggerMessage(1624, LogLevel.Warning, "Leases of nodes that are gone could not be deleted: {Cause}. It is tried again in an hour.")]
        public static partial void NotPruned(ILogger logger, string cause);
    }
}
