using Hex.Agent.Cluster;
using Hex.Collectors.Kubernetes;
using Hex.Deploy.Tests.Rendering;
using Hex.Kubernetes;

namespace Hex.Deploy.Tests.Charts;

/// <summary>Rights are those of the least privilege list and no more.</summary>
public class RoleTests
{
    private static readonly string[] Cluster =
    [
        "get list apps/daemonsets watch", "get list apps/deployments watch", "get list apps/replicasets watch", "get list apps/statefulsets watch",
        "get list autoscaling/horizontalpodautoscalers watch", "get list batch/cronjobs watch", "get list batch/jobs watch",
        "get list events watch", "get list metrics.k8s.io/nodes", "get list metrics.k8s.io/pods", "get list namespaces watch", "get list nodes watch",
        "get list persistentvolumeclaims watch", "get list pods watch",
    ];

    public static TheoryData<string> Examples => [.. Chart.Examples];

    private static readonly string[] Leases = ["coordination.k8s.io/leases create delete get list patch update watch"];

    [Fact]
    public void Rights_are_those_the_code_asks_for()
    {
        Assert.Equal(Sorted(Cluster), Sorted([.. KubernetesPermissions.Cluster.Select(Line)]));
        Assert.Equal(Sorted(Leases), Sorted([.. KubernetesPermissions.OwnNamespace.Select(Line)]));

        static string Line(KubernetesPermission right) => $"{(right.Group.Length == 0 ? "" : right.Group + "/")}{right.Resource} {string.Join(' ', right.Verbs)}";
    }

    [Fact]
    public async Task Daemonset_may_read_what_the_collectors_read_and_write_leases_of_its_own_namespace()
    {
        var chart = await Chart.RenderAsync(Chart.Server);
        Assert.Equal(Sorted(Cluster), Rights(chart.Of("ClusterRole")));
        Assert.Equal(Sorted(Leases), Rights(chart.Of("Role")));
        Assert.Equal("hexcovery", chart.Of("Role").Text("metadata", "namespace"));
        Assert.Equal(["hexcovery-agent"], Subjects(chart, "ClusterRoleBinding", "hexcovery-agent"));
        Assert.Equal(["hexcovery-agent"], Subjects(chart, "RoleBinding", "hexcovery-agent"));
    }

    [Fact]
    public async Task Node_agents_may_read_little_when_a_deployment_does_the_rest()
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", "cluster.mode=deployment"]);
        Assert.Equal(Sorted("get pods list watch", "get nodes", "get namespaces", "get apps/replicasets", "get batch/jobs"), Rights(chart.Of("ClusterRole", "hexcovery-agent")));
        Assert.Equal(Sorted(Cluster), Rights(chart.Of("ClusterRole", "hexcovery-agent-cluster")));
        Assert.Equal(["hexcovery-agent"], Subjects(chart, "ClusterRoleBinding", "hexcovery-agent"));
        Assert.Equal(["hexcovery-agent-cluster"], Subjects(chart, "ClusterRoleBinding", "hexcovery-agent-cluster"));
        Assert.Equal(["hexcovery-agent", "hexcovery-agent-cluster"], Subjects(chart, "RoleBinding", "hexcovery-agent"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task What_the_agents_check_asks_for_is_granted(string example)
    {
        var chart = await Chart.ExampleAsync(example);
        var cluster = new ClusterConnection(new KubernetesConnection(new Uri("https://10.0.0.1")), "hexcovery", IsInCluster: true);
        foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
        {
            var granted = Granted(chart, workload.Pod.Text("serviceAccountName")!);
            var needed = NeededRights.Of(AgentReading.Of(chart, workload), cluster, "node-1")
                .SelectMany(right => right.Verbs.Select(verb => $"{verb} {right.Query.Type.Group}/{right.Query.Type.Plural}")).ToHashSet();
            Assert.NotEmpty(needed);
            Assert.Subset(granted, needed);
        }
    }

    [Fact]
    public async Task Bindings_name_roles_and_accounts_that_the_chart_makes()
    {
        foreach (var mode in new[] { "daemonset", "deployment" })
        {
            var chart = await Chart.RenderAsync([.. Chart.Server, "--set", $"cluster.mode={mode}"]);
            foreach (var binding in chart.Objects.Where(one => one.Kind.EndsWith("Binding", StringComparison.Ordinal)))
            {
                Assert.NotNull(chart.Of(binding.Text("roleRef", "kind")!, binding.Text("roleRef", "name")));
                Assert.All(binding.At("subjects").Items, subject => chart.Of("ServiceAccount", subject.Text("name")));
            }

            foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
                Assert.NotNull(chart.Of("ServiceAccount", workload.Pod.Text("serviceAccountName")));
        }
    }

    /// <summary>What an account may, one line for each verb and resource: <c>list apps/deployments</c>.</summary>
    private static HashSet<string> Granted(Chart chart, string account) =>
    [
        .. from binding in chart.Objects.Where(one => one.Kind.EndsWith("Binding", StringComparison.Ordinal))
           where binding.At("subjects").Items.Any(subject => subject.Text("name") == account)
           from rule in chart.Of(binding.Text("roleRef", "kind")!, binding.Text("roleRef", "name")).At("rules").Items
           from @group in rule.At("apiGroups").Texts
           from resource in rule.At("resources").Texts
           from verb in rule.At("verbs").Texts
           select $"{verb} {@group}/{resource}",
    ];

    /// <summary>One line for each resource, words in order: <c>coordination.k8s.io/leases get list</c>.</summary>
    private static IEnumerable<string> Rights(Manifest role) => Sorted([.. role.At("rules").Items.SelectMany(rule =>
    {
        // Nothing but these three: no names, no URLs.
        Assert.Equal(["apiGroups", "resources", "verbs"], rule.Keys);
        Assert.DoesNotContain("*", rule.At("verbs").Texts);
        return from @group in rule.At("apiGroups").Texts
               from resource in rule.At("resources").Texts
               select $"{(@group.Length == 0 ? "" : @group + "/")}{resource} {string.Join(' ', rule.At("verbs").Texts)}";
    })]);

    private static IEnumerable<string> Sorted(params string[] lines) =>
        lines.Select(line => string.Join(' ', line.Split(' ').Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Subjects(Chart chart, string kind, string name) =>
        chart.Of(kind, name).At("subjects").Items.Select(subject =>
        {
            Assert.Equal(("ServiceAccount", "hexcovery"), (subject.Text("kind"), subject.Text("namespace")));
            return subject.Text("name")!;
        });
}
