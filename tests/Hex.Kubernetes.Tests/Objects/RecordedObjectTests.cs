using System.Globalization;
using System.Text.Json.Nodes;

namespace Hex.Kubernetes.Tests.Objects;

/// <summary>Every projection against the recorded object it was made of, read a second time with another reader.</summary>
public class RecordedObjectTests
{
    private static readonly Projections Projections = new(new MetadataSelection(["team"], ["hexcovery.com/owner", "hexcovery.com/service-namespace"]));

    [Fact]
    public void Pods_keep_who_they_are_and_how_they_fare()
    {
        foreach (var (item, pod) in All("core-v1.pods", Projections.Pod))
        {
            Assert.Equal(Text(item, "spec", "nodeName") ?? "", pod.NodeName);
            Assert.Equal(Text(item, "status", "phase"), pod.Phase.ToString());
            Assert.Equal(Text(item, "status", "reason"), pod.Reason);
            Assert.Equal(Text(item, "status", "qosClass"), pod.QosClass.ToString());
            Assert.Equal(Text(item, "status", "startTime") ?? "", pod.Started.ToString());
            SameConditions(item, pod.Conditions);

            var owner = (item["metadata"]!["ownerReferences"] as JsonArray)?.FirstOrDefault(reference => reference!["controller"]?.GetValue<bool>() == true);
            Assert.Equal(owner?["uid"]!.GetValue<string>(), pod.Controller?.Uid.ToString());
            Assert.Equal(owner?["kind"]!.GetValue<string>(), pod.Controller?.Kind);
            Assert.Equal(Text(item, "metadata", "labels", "app"), pod.Labels["app"]);
            Assert.Null(pod.Labels["topology.kubernetes.io/zone"]);

            var specs = Elements(item, "spec", "containers").Concat(Elements(item, "spec", "initContainers")).ToArray();
            Assert.Equal(specs.Select(spec => spec["name"]!.GetValue<string>()), pod.Containers.Select(container => container.Spec.Name));
            Assert.Equal(specs.Select(spec => spec["image"]!.GetValue<string>()), pod.Containers.Select(container => container.Spec.Image));
            foreach (var status in Elements(item, "status", "containerStatuses").Concat(Elements(item, "status", "initContainerStatuses")))
            {
                SameStatus(status, pod.Containers.Single(container => container.Spec.Name == Text(status, "name")));
            }
        }
    }

    [Fact]
    public void Broken_pods_show_their_cause()
    {
        var oom = Pod("oom-");
        Assert.Equal(PodPhase.Running, oom.Phase);
        Assert.Equal("CrashLoopBackOff", oom.Containers[0].Reason);
        Assert.Equal(("OOMKilled", 137), (oom.Containers[0].LastTerminated!.Reason, oom.Containers[0].LastTerminated!.ExitCode));
        Assert.Equal(3, Pod("crashloop-").Containers[0].LastTerminated!.ExitCode);
        Assert.Contains(Pod("badimage-").Containers[0].Reason, new[] { "ImagePullBackOff", "ErrImagePull" });
        Assert.Equal("CreateContainerConfigError", Pod("bad-config").Containers[0].Reason);
        var unschedulable = All("core-v1.pods", Projections.Pod).Select(pair => pair.Pod).Single(pod => pod.NodeName.Length == 0);
        Assert.Equal(ContainerState.None, unschedulable.Containers[0].State);
        Assert.True(unschedulable.Conditions.TryGet("PodScheduled", out var scheduled));
        Assert.Equal(("Unschedulable", ConditionStatus.False), (scheduled.Reason, scheduled.Status));

        static Pod Pod(string prefix) => Projections.Pod(Fixture.Utf8(Fixture.ItemStarting("core-v1.pods", prefix)))!;
    }

    [Fact]
    public void Nodes_keep_what_they_have()
    {
        var (item, node) = All("core-v1.nodes", Projections.Node).Single();
        Assert.Equal(Quantity.Parse("24684092Ki"), node.Capacity.Memory);
        Assert.Equal(Quantity.Parse("267847642337"), node.Allocatable.EphemeralStorage);
        Assert.Equal((Quantity.Parse("2"), Quantity.Parse("200")), (node.Capacity.Cpu, node.Capacity.Pods));
        Assert.False(node.IsUnschedulable);
        SameConditions(item, node.Conditions);
    }

    [Fact]
    public void Namespaces_keep_their_labels_and_annotations_asked_for()
    {
        var all = All("core-v1.namespaces", Projections.Namespace).Select(pair => pair.Pod).ToDictionary(item => item.Name);
        Assert.Equal(("data", "data-platform"), (all["batch"].Labels["team"], all["batch"].Annotations["hexcovery.com/owner"]));
        Assert.All(all.Values, item => Assert.Equal(NamespacePhase.Active, item.Phase));
    }

    [Fact]
    public void Workloads_keep_their_counts()
    {
        foreach (var (item, deployment) in All("apps-v1.deployments", Projections.Deployment))
        {
            Assert.Equal(
                (Number(item, "spec", "replicas"), Number(item, "status", "replicas"), Number(item, "status", "updatedReplicas"), Number(item, "status", "readyReplicas"),
                 Number(item, "status", "availableReplicas"), Number(item, "status", "unavailableReplicas"), Number(item, "metadata", "generation"), Number(item, "status", "observedGeneration")),
                (deployment.Desired, deployment.Current, deployment.Updated, deployment.Ready,
                 deployment.Available, deployment.Unavailable, deployment.Generation, deployment.ObservedGeneration));
            SameConditions(item, deployment.Conditions);
        }

        foreach (var (item, set) in All("apps-v1.replicasets", Projections.ReplicaSet))
        {
            Assert.Equal(
                (Number(item, "spec", "replicas"), Number(item, "status", "replicas"), Number(item, "status", "readyReplicas"), Number(item, "status", "availableReplicas")),
                (set.Desired, set.Current, set.Ready, set.Available));
            Assert.Equal("Deployment", set.Controller!.Kind);
            Assert.Equal(set.Name, set.Controller.Name + "-" + set.Labels["pod-template-hash"]);
        }

        var cart = All("apps-v1.statefulsets", Projections.StatefulSet).Single().Pod;
        Assert.Equal((1, 1, 1, 1, 1, 1), (cart.Desired, cart.Replicas, cart.Ready, cart.Current, cart.Updated, cart.Available));
        var logger = All("apps-v1.daemonsets", Projections.DaemonSet).Single().Pod;
        Assert.Equal((1, 1, 0, 1, 1, 1, 0), (logger.DesiredScheduled, logger.CurrentScheduled, logger.Misscheduled, logger.Ready, logger.UpdatedScheduled, logger.Available, logger.Unavailable));
    }

    [Fact]
    public void Jobs_keep_their_pods_and_times()
    {
        foreach (var (item, job) in All("batch-v1.jobs", Projections.Job))
        {
            Assert.Equal(
                (Number(item, "spec", "completions"), Number(item, "spec", "parallelism"), Number(item, "status", "active"), Number(item, "status", "failed"), Number(item, "status", "succeeded")),
                ((long)job.Completions!, job.Parallelism, job.Active, job.Failed, job.Succeeded));
            Assert.Equal(Text(item, "status", "startTime") ?? "", job.Started.ToString());
            Assert.Equal(Text(item, "status", "completionTime") ?? "", job.Completed.ToString());
            SameConditions(item, job.Conditions);
        }

        var crons = All("batch-v1.cronjobs", Projections.CronJob).Select(pair => pair.Pod).ToDictionary(cron => cron.Name);
        Assert.True(crons["nightly-suspended"].IsSuspended);
        Assert.False(crons["nightly-suspended"].LastScheduled.IsSet);
        Assert.Equal(("2026-11-21T12:15:00Z", "2026-11-21T12:15:03Z"), (crons["heartbeat"].LastScheduled.ToString(), crons["heartbeat"].LastSuccessful.ToString()));
    }

    [Fact]
    public void Autoscaler_keeps_its_metrics_and_target()
    {
        var web = All("autoscaling-v2.horizontalpodautoscalers", Projections.HorizontalPodAutoscaler).Single().Pod;
        Assert.Equal(("apps/v1", "Deployment", "web", 1, 3, 1, 1), (web.TargetApiVersion, web.TargetKind, web.TargetName, web.Min, web.Max, web.Current, web.Desired));
        Assert.Equal(
            [
                new ScalingMetric(ScalingMetricType.Resource, "cpu", null, null, null, 60),
                new ScalingMetric(ScalingMetricType.Resource, "memory", null, null, Quantity.Parse("40Mi"), null),
            ],
            web.Targets);
        Assert.Equal(
            [
                new ScalingMetric(ScalingMetricType.Resource, "cpu", null, null, Quantity.Parse("1m"), 2),
                new ScalingMetric(ScalingMetricType.Resource, "memory", null, null, Quantity.Parse("272Ki"), null),
            ],
            web.Measured);
        Assert.Equal(["AbleToScale", "ScalingActive", "ScalingLimited"], web.Conditions.Select(condition => condition.Type));
    }

    [Fact]
    public void Claims_keep_their_volume_and_sizes()
    {
        var claims = All("core-v1.persistentvolumeclaims", Projections.PersistentVolumeClaim).Select(pair => pair.Pod).ToDictionary(claim => claim.Name);
        var (bound, pending) = (claims["data-cart-0"], claims["uploads-pending"]);
        Assert.Equal((ClaimPhase.Bound, "pv-cart-0", "manual", Quantity.Parse("1Gi"), Quantity.Parse("1Gi")), (bound.Phase, bound.VolumeName, bound.StorageClassName, bound.Request, bound.Capacity));
        Assert.Equal((ClaimPhase.Pending, null, "does-not-exist", Quantity.Parse("50Gi"), null), (pending.Phase, pending.VolumeName, pending.StorageClassName, pending.Request, pending.Capacity));
        Assert.Equal(["ReadWriteMany"], pending.AccessModes);
    }

    [Fact]
    public void Both_shapes_of_an_event_read_the_same()
    {
        var core = All("core-v1.events", Projections.Event).Select(pair => pair.Pod).ToDictionary(item => item.Uid);
        var other = All("events.k8s.io-v1.events", Projections.Event).Select(pair => pair.Pod).ToArray();
        Assert.Equal(core.Count, other.Length);
        foreach (var item in other)
        {
            var same = core[item.Uid];
            Assert.Equal(
                (same.Name, same.ResourceVersion, same.Reason, same.Message, same.Type, same.Subject, same.Occurrences, same.Time, same.ReportingController),
                (item.Name, item.ResourceVersion, item.Reason, item.Message, item.Type, item.Subject, item.Occurrences, item.Time, item.ReportingController));
        }

        foreach (var (item, read) in All("core-v1.events", Projections.Event))
        {
            Assert.Equal(Text(item, "message") ?? "", read.Message);
            Assert.Equal(Text(item, "involvedObject", "uid") ?? "", read.Subject.Uid.ToString());
            Assert.Equal(Text(item, "involvedObject", "fieldPath"), read.Subject.FieldPath);
            Assert.Equal(Math.Max(1, Math.Max(Number(item, "count"), Number(item, "series", "count"))), read.Occurrences);
            Assert.True(read.Time.IsSet);
        }
    }

    [Fact]
    public void Metrics_keep_their_own_time_and_window()
    {
        var node = Projections.NodeUsage(Fixture.Utf8(Fixture.Items("metrics.k8s.io-v1beta1.nodes").Single()))!;
        Assert.Equal(("tb-node-1", "2026-11-21T12:15:02Z", TimeSpan.FromSeconds(20.118)), (node.Name, node.Time.ToString(), node.Window));
        Assert.Equal(new ResourceUsage(Quantity.Parse("1208011222n"), Quantity.Parse("3507788Ki")), node.Usage);
        foreach (var item in Fixture.Items("metrics.k8s.io-v1beta1.pods"))
        {
            var pod = Projections.PodUsage(Fixture.Utf8(item))!;
            Assert.Equal(Text(item, "metadata", "name"), pod.Name);
            Assert.Equal(Text(item, "window"), pod.Window.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s");
            Assert.Equal(
                Elements(item, "containers").Select(container => Quantity.Parse(Text(container, "usage", "cpu")!)),
                pod.Containers.Select(container => container.Usage.Cpu!.Value));
        }
    }

    [Fact]
    public void Leases_and_bare_metadata_are_read()
    {
        var lease = Projections.Lease(Fixture.Utf8(Fixture.Item("coordination.k8s.io-v1.leases", "tb-node-1")))!;
        Assert.Equal(("tb-node-1", 40, "1530", "2026-11-21T12:15:15.888371Z"), (lease.Holder, lease.DurationSeconds, lease.ResourceVersion, lease.Renewed.ToString()));
        var item = Fixture.Items("core-v1.pods.partialmetadata").First();
        var reference = Projections.ObjectReference(Fixture.Utf8(item))!;
        Assert.Equal((Text(item, "metadata", "uid"), "Job"), (reference.Uid.ToString(), reference.Controller!.Kind));
    }

    private static IEnumerable<(JsonObject Item, T Pod)> All<T>(string list, ResourceProjector<T> projector)
        where T : KubernetesObject
    {
        var items = Fixture.Items(list).ToArray();
        Assert.NotEmpty(items);
        return items.Select(item =>
        {
            var read = projector(Fixture.Utf8(item))!;
            Assert.Equal(Text(item, "metadata", "name"), read.Name);
            Assert.Equal(Text(item, "metadata", "namespace") ?? "", read.Namespace);
            Assert.Equal(Text(item, "metadata", "uid"), read.Uid.ToString());
            Assert.Equal(Text(item, "metadata", "creationTimestamp"), read.Created.ToString());
            return (item, read);
        });
    }

    private static void SameStatus(JsonNode status, PodContainer container)
    {
        Assert.Equal(Number(status, "restartCount"), container.RestartCount);
        Assert.Equal(status["ready"]!.GetValue<bool>(), container.IsReady);
        Assert.Equal(status["started"]?.GetValue<bool>() ?? false, container.IsStarted);
        Assert.Equal(Text(status, "containerID") ?? "", container.Id.ToString());
        var (state, details) = status["state"]!.AsObject().Single();
        Assert.Equal(state, container.State.ToString().ToLowerInvariant());
        Assert.Equal(Text(details!, "reason"), container.Reason);
        Assert.Equal(state == "running" ? Text(details!, "startedAt") : "", container.StartedAt.ToString());
        Assert.Equal(Text(status, "lastState", "terminated", "reason"), container.LastTerminated?.Reason);
        Assert.Equal(Number(status, "lastState", "terminated", "exitCode"), container.LastTerminated?.ExitCode ?? 0);
        Assert.Equal(Text(status, "lastState", "terminated", "finishedAt") ?? "", container.LastTerminated?.Finished.ToString() ?? "");
    }

    private static void SameConditions(JsonNode item, ConditionList conditions) => Assert.Equal(
        Elements(item, "status", "conditions").Select(condition => (Text(condition, "type")!, Text(condition, "status")!, Text(condition, "reason"), Text(condition, "lastTransitionTime")!)),
        conditions.Select(condition => (condition.Type, condition.Status.ToString(), condition.Reason, condition.Transitioned.ToString())));

    private static JsonNode? At(JsonNode node, params string[] path) => path.Aggregate((JsonNode?)node, (at, key) => at?[key]);

    private static string? Text(JsonNode node, params string[] path) => At(node, path)?.GetValue<string>();

    private static long Number(JsonNode node, params string[] path) => At(node, path)?.GetValue<long>() ?? 0;

    private static IEnumerable<JsonNode> Elements(JsonNode node, params string[] path) => (At(node, path) as JsonArray ?? []).Select(element => element!);
}
