using System.Runtime.CompilerServices;
using Hex.Agent.Cluster;
using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Reachability;
using Hex.Kubernetes;

namespace Hex.Agent.Checks;

/// <summary>Everything <c>hex-agent check</c> looks at, in the order in which a new installation goes wrong.</summary>
internal sealed class AgentChecks(AgentConfiguration configuration, TimeProvider time)
{
    /// <summary>Runs the checks that the configuration gives a reason for.</summary>
    public async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var roles = configuration.Get(AgentOptions.Roles);
        var given = configuration.Values.Count(value => !value.Origin.IsDefault);
        yield return CheckResult.Ok("configuration", $"profile {AgentOptions.Word(configuration.Get(AgentOptions.Profile))}, {given} keys set; hex-agent config prints it");
        if (roles.Contains(Role.Node) && configuration.Get(LogsOptions.Enabled))
        {
            yield return LogDirectoryCheck.Run(configuration.Get(LogsOptions.Root));
            yield return StateCheck.Run(configuration.Get(AgentOptions.StatePath));
        }

        await foreach (var result in CheckClusterAsync(roles.Contains(Role.Cluster), cancellationToken))
        {
            yield return result;
        }

        var reached = await new ReachabilityProbe(configuration, time).TestAsync(cancellationToken);
        yield return reached.IsOk
            ? CheckResult.Ok("endpoint", reached.Cause ?? $"{reached.Endpoint} answered in {reached.Elapsed.TotalMilliseconds:0} ms and took the credential")
            : CheckResult.Failed("endpoint", reached.Cause ?? reached.Endpoint);
    }

    private async IAsyncEnumerable<CheckResult> CheckClusterAsync(bool isNeeded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ClusterConnection? cluster = null;
        string? fault = null;
        try
        {
            cluster = ClusterConnection.Find(configuration, Environment.GetEnvironmentVariable);
        }
        catch (KubernetesConfigurationException exception)
        {
            fault = exception.Message;
        }

        if (cluster is null)
        {
            if (fault is not null || isNeeded)
            {
                yield return fault is null
                    ? CheckResult.Warning("API server", "none is known: no pod's environment, no kubeconfig", "set kubernetes.kubeconfig, or leave the role cluster out (roles: node)")
                    : CheckResult.Failed("API server", fault);
            }

            yield break;
        }

        using var client = new KubernetesClient(cluster.Connection, time);
        foreach (var result in await RightsCheck.RunAsync(client, cluster.Connection.Server.ToString(), NeededRights.Of(configuration, cluster, NodeName.Current), cancellationToken))
        {
            yield return result;
        }
    }
}
