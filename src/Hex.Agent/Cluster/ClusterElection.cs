using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Health;
using Hex.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Cluster;

/// <summary>Contends for the cluster's Lease and does the work of a term while it is held.</summary>
internal sealed partial class ClusterElection(
    AgentConfiguration configuration, ClusterConnection cluster, KubernetesClient client, TimeProvider time, ILogger<ClusterElection> logger)
{
    private static readonly TimeSpan OwnerWait = TimeSpan.FromSeconds(5);

    private readonly string _identity = LeaseNames.NewIdentity(Environment.GetEnvironmentVariable);
    private LeaderElection? _election;

    /// <summary>The Lease as this process sees it.</summary>
    public LeaseView View
    {
        get
        {
            var current = _election?.Current is { IsHeld: true } held ? held : null;
            return new LeaseView($"{cluster.Namespace}/{configuration.Get(AgentOptions.LeaseName)}", _election?.Holder ?? "", current?.Epoch, current?.Remaining ?? TimeSpan.Zero);
        }
    }

    /// <summary>
    /// Contends until stopped. A leader that is stopped first ends its work and delivers what it has, and gives the Lease back then: its successor need not wait.
    /// </summary>
    /// <param name="work">The work of a term; ends soon after the term or the stop.</param>
    /// <param name="stop">Ends the contest.</param>
    public async Task RunAsync(Func<ClusterTerm, Task> work, CancellationToken stop)
    {
        var duration = TimeSpan.FromSeconds(Math.Ceiling(configuration.Get(AgentOptions.LeaseDuration).TotalSeconds));
        try
        {
            _election = new LeaderElection(client, new LeaderElectionOptions
            {
                Namespace = cluster.Namespace,
                LeaseName = configuration.Get(AgentOptions.LeaseName),
                Identity = _identity,
                LeaseDuration = duration,
                RenewDeadline = duration * 2 / 3,
                RetryPeriod = duration * 2 / 15,
                StandbyJitter = duration / 3,
                Owner = await FindOwnerAsync(stop),
            });
        }
        catch (OperationCanceledException)
        {
            return;
        }

        using var contest = new CancellationTokenSource();
        var leads = false;
        await using var ending = stop.Register(() =>
        {
            if (!Volatile.Read(ref leads))
            {
                contest.Cancel();
            }
        });
        await _election.RunAsync(
            async leadership =>
            {
                Volatile.Write(ref leads, true);
                try
                {
                    await work(new ClusterTerm(leadership, leadership.State));
                }
                finally
                {
                    Volatile.Write(ref leads, false);
                    if (stop.IsCancellationRequested)
                    {
                        await contest.CancelAsync();
                    }
                }
            },
            contest.Token);
    }

    private async Task<OwnerReference?> FindOwnerAsync(CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AgentOwner.FindAsync(client, cluster, Environment.GetEnvironmentVariable, stop);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or KubernetesApiException)
            {
                // The API server is away: nobody could contend either.
                if (attempt == 0)
                {
                    Log.CannotContend(logger, exception.GetBaseException().Message.TrimEnd('.'));
                }

                await Task.Delay(OwnerWait, time, stop);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1623, LogLevel.Warning, "The API server is not reached, so nobody here leads and nothing of the cluster is collected: {Cause}. It is asked again every 5 s.")]
        public static partial void CannotContend(ILogger logger, string cause);
    }
}
