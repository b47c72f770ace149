using Hex.Collectors.Kubernetes;

namespace Hex.Collectors.Tests.Kubernetes.Rules;

/// <summary>SIGNALS, rules 6 and 7 and the recorded troubles: states, reasons, owners.</summary>
public class StateRuleTests
{
    [Fact]
    public async Task Rule_6_a_crash_loop_waits_while_the_phase_stays_running_and_its_cause_is_the_last_end()
    {
        var (pods, containers) = await BothAsync();
        Assert.Equal(1, pods.Value("k8s.pod.status.phase", "k8s.pod.name=crashloop*", "k8s.pod.status.phase=Running"));
        Assert.Equal(1, containers.Value("k8s.container.status.state", "k8s.pod.name=crashloop*", "k8s.container.status.state=waiting"));
        Assert.Equal(1, containers.Value("k8s.container.status.reason", "k8s.pod.name=crashloop*", "k8s.container.status.reason=CrashLoopBackOff"));
        Assert.Equal(3, containers.Value("k8s.container.last_terminated.exit_code", "k8s.pod.name=crashloop*", "k8s.container.status.last_terminated_reason=Error"));
        Assert.Equal(5, containers.Value("k8s.container.restart.count", "k8s.pod.name=crashloop*"));
        Assert.Equal(137, containers.Value("k8s.container.last_terminated.exit_code", "k8s.pod.name=oom*", "k8s.container.status.last_terminated_reason=OOMKilled"));
        Assert.Equal(1, containers.Value("k8s.container.status.reason", "k8s.pod.name=oom*", "k8s.container.status.reason=CrashLoopBackOff"));
    }

    [Theory]
    [InlineData("badimage*", "ImagePullBackOff", "Pending")]
    [InlineData("bad-config", "CreateContainerConfigError", "Pending")]
    public async Task Recorded_container_that_cannot_start_says_why(string pod, string reason, string phase)
    {
        var (pods, containers) = await BothAsync();
        Assert.Equal(1, containers.Value("k8s.container.status.reason", $"k8s.pod.name={pod}", $"k8s.container.status.reason={reason}"));
        Assert.Equal(1, pods.Value("k8s.pod.status.phase", $"k8s.pod.name={pod}", $"k8s.pod.status.phase={phase}"));
        Assert.Equal(0, containers.Value("k8s.container.ready", $"k8s.pod.name={pod}"));
    }

    [Fact]
    public async Task Recorded_unschedulable_pod_has_a_false_condition_no_node_and_no_container_states()
    {
        var (pods, containers) = await BothAsync();
        Assert.Equal(0, pods.Value("k8s.pod.condition", "k8s.pod.name=unschedulable*", "k8s.pod.condition.type=PodScheduled"));
        Assert.Equal(64, pods.Value("k8s.pod.cpu.request", "k8s.pod.name=unschedulable*"));
        Assert.Null(pods.Find("k8s.pod.cpu.request", "k8s.pod.name=unschedulable*")[0].Resource["k8s.node.name"]);
        Assert.Empty(containers.Find("k8s.container.status.state", "k8s.pod.name=unschedulable*"));
        Assert.Equal(64, containers.Value("k8s.container.cpu.request.desired", "k8s.pod.name=unschedulable*"));

        // It takes room of no node.
        Assert.Equal(0.26, (await TestCluster.Recorded.CollectAsync(source => new NodeCollector(source))).Value("k8s.node.cpu.request"));
    }

    [Fact]
    public async Task Recorded_node_that_went_down_is_unknown_in_every_condition()
    {
        var cluster = TestCluster.Recorded;
        cluster.Load("core-v1.nodes", "nodedown/nodes.json");
        cluster.Load("core-v1.pods", "nodedown/pods.json");
        var node = await cluster.CollectAsync(source => new NodeCollector(source));
        Assert.Equal(1, node.Value("k8s.node.condition.status", "k8s.node.condition.type=Ready", "k8s.node.condition.status=unknown"));
        Assert.Equal(0, node.Value("k8s.node.condition.status", "k8s.node.condition.type=Ready", "k8s.node.condition.status=true"));
        Assert.Equal(0, node.Value("k8s.node.condition.status", "k8s.node.condition.type=Ready", "k8s.node.condition.status=false"));
        Assert.Equal(4, node.Find("k8s.node.condition.status", "k8s.node.condition.status=unknown").Count(point => point.Value.AsInt64 == 1));

        // Its pods still run as far as anyone knows, and are not ready.
        var pods = await cluster.CollectAsync(source => new PodCollector(source));
        Assert.Equal(0, pods.Value("k8s.pod.condition", "k8s.pod.name=web-*", "k8s.pod.condition.type=Ready"));
        Assert.Equal(1, pods.Value("k8s.pod.status.phase", "k8s.pod.name=web-*", "k8s.pod.status.phase=Running"));
    }

    [Fact]
    public async Task A_running_job_lasts_until_now_and_a_suspended_one_does_not_last()
    {
        var cluster = TestCluster.Recorded;
        var job = cluster.Find("batch-v1.jobs", "report-ok");
        job["status"]!.AsObject().Remove("completionTime");
        job["status"]!["conditions"]!.AsArray().Clear();
        job["status"]!["startTime"] = "2026-11-21T12:15:00Z";
        var fails = cluster.Find("batch-v1.jobs", "import-fails");
        fails["spec"]!["suspend"] = true;
        fails["status"]!.AsObject().Remove("startTime");
        job["spec"]!.AsObject().Remove("completions");
        var points = await cluster.CollectAsync(source => new JobCollector(source));
        Assert.Equal(30, points.Value("k8s.job.duration", "k8s.job.name=report-ok"));
        Assert.Null(points.Value("k8s.job.pod.desired_successful", "k8s.job.name=report-ok"));
        Assert.Null(points.Value("k8s.job.duration", "k8s.job.name=import-fails"));
        Assert.Equal(1, points.Value("k8s.job.suspended", "k8s.job.name=import-fails"));
    }

    [Fact]
    public async Task Rule_7_owners_are_followed_two_hops_by_uid()
    {
        var cluster = TestCluster.Recorded;
        cluster.Find("apps-v1.replicasets", "web-")["metadata"]!["uid"] = "11111111-2222-3333-4444-555555555555";
        var pods = await cluster.CollectAsync(source => new PodCollector(source));
        var checkout = pods.Find("k8s.pod.terminating", "k8s.pod.name=checkout-7569ffb5df-cb22j")[0].Resource;
        Assert.Equal(("checkout", "checkout-7569ffb5df"), (checkout["k8s.deployment.name"], checkout["k8s.replicaset.name"]));
        var beat = pods.Find("k8s.pod.terminating", "k8s.pod.name=heartbeat*")[0].Resource;
        Assert.Equal("heartbeat", beat["k8s.cronjob.name"]);

        // A ReplicaSet of the same name with another UID is not web's; the name rule gives the Deployment's name without a UID.
        var web = pods.Find("k8s.pod.terminating", "k8s.pod.name=web-*");
        Assert.All(web, point => Assert.Null(point.Resource["k8s.deployment.uid"]));
    }

    [Fact]
    public async Task Rule_7_owners_outlive_their_delete()
    {
        var time = new Hex.Testing.FakeTimeProvider(RecordedCluster.Time);
        var cluster = TestCluster.Recorded;
        await using var pipeline = new Pipeline(time);
        var pods = new PodCollector(cluster.Source(time: time));
        var before = await pipeline.TickAsync(pods);
        cluster.List("apps-v1.replicasets").Clear();
        cluster.List("apps-v1.deployments").Clear();
        var after = await pipeline.TickAsync(pods);
        Assert.DoesNotContain(after, point => !point.Value.HasValue && point.Instrument.Name == "k8s.pod.terminating");
        Assert.Same(Web(before), Web(after));
        Assert.Equal("web", Web(after)["k8s.deployment.name"]);

        static Hex.Telemetry.Resource Web(IEnumerable<Hex.Telemetry.MetricPoint> points) => points.Find("k8s.pod.terminating", "k8s.pod.name=web-*")[0].Resource;
    }

    [Fact]
    public async Task A_reason_nobody_knows_is_other()
    {
        var cluster = TestCluster.Recorded;
        cluster.Pod("badimage")["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["reason"] = "FluxCapacitorEmpty";
        var containers = await cluster.CollectAsync(source => new ContainerCollector(source));
        Assert.Equal(1, containers.Value("k8s.container.status.reason", "k8s.pod.name=badimage*", "k8s.container.status.reason=_OTHER"));
    }

    [Fact]
    public async Task Empty_replicasets_of_earlier_rollouts_are_left_out_and_orphans_are_not()
    {
        var cluster = TestCluster.Recorded;
        foreach (var name in new[] { "web-", "oom-" })
        {
            var set = cluster.Find("apps-v1.replicasets", name);
            set["spec"]!["replicas"] = 0;
            set["status"]!["replicas"] = 0;
        }

        cluster.Find("apps-v1.replicasets", "oom-")["metadata"]!.AsObject().Remove("ownerReferences");
        var points = await cluster.CollectAsync(source => new WorkloadCollector(source));
        Assert.Empty(points.Find("k8s.replicaset.pod.desired", "k8s.replicaset.name=web-*"));
        Assert.Equal(0, points.Value("k8s.replicaset.pod.desired", "k8s.replicaset.name=oom-*"));
    }

    private static async Task<(Hex.Telemetry.CollectedMetrics Pods, Hex.Telemetry.CollectedMetrics Containers)> BothAsync()
    {
        var cluster = TestCluster.Recorded;
        return (await cluster.CollectAsync(source => new PodCollector(source)), await cluster.CollectAsync(source => new ContainerCollector(source)));
    }
}
