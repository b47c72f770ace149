using System.Diagnostics;
using Hex.Deploy.Tests.Rendering;
using Hex.Shared;
using Hex.Testing.Cluster;

namespace Hex.Deploy.Tests.Rights;

/// <summary>Real agents with the chart's configuration, at an API server that grants each account what the chart's roles grant and nothing else.</summary>
public class LeastPrivilegeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("daemonset")]
    [InlineData("deployment")]
    public async Task Agents_are_refused_nothing(string mode)
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", $"cluster.mode={mode},logs.startAt=beginning,attribution.namespaceLabels={{team}}"]);
        await using var cluster = await SimulatedCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("hex-rights-").FullName;
        var agents = new List<Process>();
        try
        {
            foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
            {
                var account = workload.Pod.Text("serviceAccountName")!;
                cluster.Access.SetUser($"system:serviceaccount:hexcovery:{account}", $"token-of-{account}", [.. Rules(chart, account)]);
                agents.Add(Start(chart, workload, cluster.KubeconfigYaml(KubeconfigUser.WithToken($"token-of-{account}")), Directory.CreateDirectory(Path.Combine(folder, account)).FullName));
            }

            using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            late.CancelAfter(Limit);
            // What both roles do first and last: leases, owners of pods, every watch, usage.
            foreach (var (verb, resource) in new[]
                     {
                         ("create", "leases.coordination.k8s.io"), ("patch", "leases.coordination.k8s.io"), ("get", "replicasets.apps"), ("get", "namespaces"),
                         ("watch", "pods"), ("watch", "nodes"), ("watch", "horizontalpodautoscalers.autoscaling"), ("watch", "persistentvolumeclaims"), ("watch", "events"),
                         ("list", "nodes.metrics.k8s.io"), ("list", "pods.metrics.k8s.io"),
                     })
            {
                try
                {
                    await cluster.Requests.WaitForAsync(verb, resource, 1, late.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"nobody asked to {verb} {resource}, only to:\n{string.Join('\n', cluster.Requests.Permissions)}");
                }
            }

            var refused = cluster.Requests.Latest.Where(request => request.Status is 401 or 403).Select(request => $"{request.User}: {request.Verb} {request.QualifiedResource}");
            Assert.Empty(refused.Distinct());
        }
        finally
        {
            foreach (var agent in agents)
            {
                agent.Kill();
                await agent.WaitForExitAsync(CancellationToken.None);
                agent.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<AccessRule> Rules(Chart chart, string account) =>
        from binding in chart.Objects.Where(one => one.Kind.EndsWith("Binding", StringComparison.Ordinal))
        where binding.At("subjects").Items.Any(subject => subject.Text("name") == account)
        let role = chart.Of(binding.Text("roleRef", "kind")!, binding.Text("roleRef", "name"))
        from rule in role.At("rules").Items
        select new AccessRule(rule.At("apiGroups").Texts, rule.At("resources").Texts, rule.At("verbs").Texts) { Namespace = role.Text("metadata", "namespace") };

    /// <summary>Starts an agent as the pod would, but for what only a pod has: the API server comes from a kubeconfig, and nothing is sent.</summary>
    private static Process Start(Chart chart, Manifest workload, string kubeconfig, string folder)
    {
        var config = Path.Combine(folder, "config.yaml");
        File.WriteAllText(config, chart.Configuration());
        File.WriteAllText(Path.Combine(folder, "kubeconfig"), kubeconfig);
        string[] settings =
        [
            $"kubernetes.kubeconfig={folder}/kubeconfig", "leaderElection.enabled=true", "state.inLease=true", "exporters=discard", "server.apiKeyFile=", "http.listen=",
            $"logs.root={Repository.Fixtures}/var-log/pods", $"state.path={folder}/state", "log.level=error",
        ];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "hex-agent"), ["run", "--config", config, "--set", .. settings]) { UseShellExecute = false };
        foreach (var variable in workload.Container.At("env").Items)
            start.Environment[variable.Text("name")!] = variable.Text("value") ?? "";
        start.Environment["NODE_NAME"] = "tb-node-1";
        start.Environment["POD_NAME"] = "";
        start.Environment["POD_NAMESPACE"] = "hexcovery";
        return Process.Start(start)!;
    }
}
