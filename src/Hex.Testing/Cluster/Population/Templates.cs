namespace Hex.Testing.Cluster.Population;

/// <summary>A Deployment with its ReplicaSet and pod, recorded together.</summary>
internal sealed record DeploymentFamily(string App, ObjectTemplate Deployment, ObjectTemplate ReplicaSet, ObjectTemplate Pod);

/// <summary>The templates of all generated objects.</summary>
internal sealed class Templates
{
    private const string Node1 = "tb-node-1";

    private readonly RecordedObjects _recorded;

    public Templates(bool managedFields)
    {
        _recorded = new(managedFields);
        // Shares in a hundred; what is broken is rare.
        (string App, int Share)[] families =
        [
            ("checkout", 60), ("web", 20), ("sidecar-demo", 12), ("crashloop", 2), ("notready", 2), ("oom", 2), ("badimage", 1), ("unschedulable", 1),
        ];
        foreach (var (app, share) in families)
        {
            var family = Family(app);
            for (var i = 0; i < share; i++)
                Families.Add(family);
        }

        var node = _recorded.All("core-v1.nodes")[0];
        Node = Cut(node, (Node1, Mark(Slot.Name)), (node.Uid, Mark(Slot.Uid)), ("10.99.0.1", Mark(Slot.PodIp)), ("\"zone-a\"", $"\"zone-{Mark(Slot.Hash)}\""));
        var ns = _recorded.Named("core-v1.namespaces", "shop");
        Namespace = Cut(ns, ("\"shop\"", Quoted(Slot.Name)), (ns.Uid, Mark(Slot.Uid)));
        (DaemonSet, DaemonSetPod) = Owner(
            "apps-v1.daemonsets", "node-logger", "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable");
        (StatefulSet, StatefulSetPod) = Owner("apps-v1.statefulsets", "cart");
        var job = _recorded.Named("batch-v1.jobs", "heartbeat-29921054");
        var cronJob = _recorded.Named("batch-v1.cronjobs", "heartbeat");
        Job = Cut(job, [(job.Name, Mark(Slot.Name)), (job.Uid, Mark(Slot.Uid)), .. Owned(cronJob, cronJob.Name)]);
        JobPod = PodOf(_recorded.OwnedBy("core-v1.pods", job), job, cronJob.Name);
        CronJob = Cut(cronJob, Workload(cronJob, cronJob.Name));
        Autoscaler = Cut(_recorded.All("autoscaling-v2.horizontalpodautoscalers")[0], Workload(_recorded.All("autoscaling-v2.horizontalpodautoscalers")[0], "web"));
        BoundClaim = Claim("data-cart-0");
        PendingClaim = Claim(_recorded.All("core-v1.persistentvolumeclaims").First(c => c.Name != "data-cart-0").Name);
        // Scheduled, Pulled, Created, Started of one pod.
        var about = _recorded.All("core-v1.events").Select(About).First(name => name.StartsWith("checkout-7569ffb5df-", StringComparison.Ordinal));
        PodEvents = [.. _recorded.All("core-v1.events").Where(e => About(e) == about).Select(Event)];
    }

    /// <summary>A hundred, so that one in a hundred is one percent.</summary>
    public List<DeploymentFamily> Families { get; } = [];

    public ObjectTemplate Node { get; }

    public ObjectTemplate Namespace { get; }

    public ObjectTemplate DaemonSet { get; }

    public ObjectTemplate DaemonSetPod { get; }

    public ObjectTemplate StatefulSet { get; }

    public ObjectTemplate StatefulSetPod { get; }

    public ObjectTemplate Job { get; }

    public ObjectTemplate JobPod { get; }

    public ObjectTemplate CronJob { get; }

    public ObjectTemplate Autoscaler { get; }

    public ObjectTemplate BoundClaim { get; }

    public ObjectTemplate PendingClaim { get; }

    public List<ObjectTemplate> PodEvents { get; }

    private DeploymentFamily Family(string app)
    {
        var deployment = _recorded.Named("apps-v1.deployments", app);
        var replicaSet = _recorded.OwnedBy("apps-v1.replicasets", deployment);
        var pod = _recorded.OwnedBy("core-v1.pods", replicaSet);
        var replicas = deployment.Node["spec"]!["replicas"]!.GetValue<int>();
        var hash = replicaSet.Name[(app.Length + 1)..];
        var deploymentJson = ObjectTemplate.WithReplicas(deployment.Json, replicas);
        var replicaSetJson = ObjectTemplate.WithReplicas(replicaSet.Json, replicas);
        return new(
            app,
            Cut(deployment with { Json = deploymentJson }, [(replicaSet.Name, $"{Mark(Slot.Name)}-{Mark(Slot.Hash)}"), .. Workload(deployment, app)]),
            Cut(
                replicaSet with { Json = replicaSetJson },
                [(replicaSet.Name, Mark(Slot.Name)), (Quote(hash), Quoted(Slot.Hash)), (replicaSet.Uid, Mark(Slot.Uid)), .. Owned(deployment, app)]),
            PodOf(pod, replicaSet, app, (Quote(hash), Quoted(Slot.Hash))));
    }

    private (ObjectTemplate Owner, ObjectTemplate Pod) Owner(string list, string name, params string[] counts)
    {
        var owner = _recorded.Named(list, name);
        var numbers = counts.Select(count => ($"\"{count}\":1", $"\"{count}\":{Mark(Slot.Number)}"));
        owner = owner with { Json = ObjectTemplate.WithReplicas(owner.Json, 1) };
        return (Cut(owner, [.. numbers, .. Workload(owner, name)]), PodOf(_recorded.OwnedBy("core-v1.pods", owner), owner, name));
    }

    private static ObjectTemplate PodOf(RecordedObject pod, RecordedObject owner, string app, params (string, string)[] more)
    {
        var ip = pod.Text("status", "podIP");
        return Cut(pod,
        [
            (pod.Name, Mark(Slot.Name)), (pod.Uid, Mark(Slot.Uid)),
            (Quote(owner.Name), Quoted(Slot.OwnerName)), ($"\"{owner.Name}-\"", $"\"{Mark(Slot.OwnerName)}-\""), (owner.Uid, Mark(Slot.OwnerUid)),
            .. more,
            (LabelOf(app), $"\"app\":{Quoted(Slot.App)}"), ($"\"namespace\":{Quote(pod.Namespace)}", $"\"namespace\":{Quoted(Slot.Namespace)}"),
            (Node1, Mark(Slot.Node)), .. ip.Length > 0 ? [(ip + "\"", Mark(Slot.PodIp) + "\"")] : Array.Empty<(string, string)>(),
        ]);
    }

    private ObjectTemplate Claim(string name)
    {
        var claim = _recorded.Named("core-v1.persistentvolumeclaims", name);
        return Cut(claim, [(Quote(name), Quoted(Slot.Name)), (claim.Uid, Mark(Slot.Uid)), ($"\"namespace\":{Quote(claim.Namespace)}", $"\"namespace\":{Quoted(Slot.Namespace)}")]);
    }

    private static string About(RecordedObject e) => e.Text("involvedObject", "name");

    private static ObjectTemplate Event(RecordedObject e)
    {
        return Cut(e,
        [
            (e.Name, Mark(Slot.Name)), (e.Uid, Mark(Slot.Uid)),
            (About(e), Mark(Slot.OwnerName)), (e.Text("involvedObject", "uid"), Mark(Slot.OwnerUid)),
            ($"\"namespace\":{Quote(e.Namespace)}", $"\"namespace\":{Quoted(Slot.Namespace)}"), (Node1, Mark(Slot.Node)),
        ]);
    }

    private static (string, string)[] Workload(RecordedObject workload, string app) =>
    [
        (workload.Uid, Mark(Slot.Uid)), ($"\"name\":{Quote(workload.Name)}", $"\"name\":{Quoted(Slot.Name)}"),
        (LabelOf(app), $"\"app\":{Quoted(Slot.Name)}"), ($"\"k8s-app\":{Quote(app)}", $"\"k8s-app\":{Quoted(Slot.Name)}"),
        ($"\"namespace\":{Quote(workload.Namespace)}", $"\"namespace\":{Quoted(Slot.Namespace)}"),
    ];

    private static (string, string)[] Owned(RecordedObject owner, string app) =>
    [
        (owner.Uid, Mark(Slot.OwnerUid)), ($"\"name\":{Quote(owner.Name)}", $"\"name\":{Quoted(Slot.OwnerName)}"),
        (LabelOf(app), $"\"app\":{Quoted(Slot.OwnerName)}"), ($"\"namespace\":{Quote(owner.Namespace)}", $"\"namespace\":{Quoted(Slot.Namespace)}"),
    ];

    private static ObjectTemplate Cut(RecordedObject recorded, params (string, string)[] cuts) => ObjectTemplate.Of(recorded.Json, cuts);

    private static string LabelOf(string app) => $"\"app\":{Quote(app)}";

    private static string Mark(Slot slot) => ObjectTemplate.Mark(slot);

    private static string Quoted(Slot slot) => $"\"{Mark(slot)}\"";

    private static string Quote(string text) => $"\"{text}\"";
}
