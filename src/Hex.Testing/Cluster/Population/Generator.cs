using Hex.Testing.Cluster.Resources;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Population;

/// <summary>Makes the objects of a <see cref="ClusterSize"/> from the templates and puts them into a store.</summary>
internal sealed class Generator(ClusterSize size)
{
    // Below it are the recorded objects every cluster has.
    private const long FirstRevision = 2000;

    private readonly Templates _templates = new(size.ManagedFields);
    private readonly IdSource _ids = new(size.Seed);
    private readonly Dictionary<string, List<byte[]>> _objects = [];
    private readonly List<Row> _pods = new(size.Pods);
    private long _revision = FirstRevision;

    /// <summary>Who an object is, for those that refer to it.</summary>
    private sealed record Row(string Namespace, string Name, string Uid, string Node = "");

    public void Fill(ClusterStore store, ResourceRegistry resources)
    {
        ClusterSize.Validate(size);
        AddNodes();
        AddDeployments();
        AddDaemonSets();
        AddStatefulSets();
        AddJobs();
        AddClaims();
        AddEvents();
        foreach (var (resource, objects) in _objects)
            store.Load(resources.Named(resource), objects, _revision);
    }

    private void AddNodes()
    {
        for (var i = 0; i < size.Nodes; i++)
        {
            var values = New(new("", NodeName(i), _ids.Uid()));
            values[Slot.PodIp] = $"10.128.{i / 250}.{i % 250}";
            values[Slot.Hash] = "abc"[i % 3].ToString();
            Add("nodes", _templates.Node, values);
        }

        for (var i = 0; i < size.Namespaces; i++)
            Add("namespaces", _templates.Namespace, New(new("", NamespaceName(i), _ids.Uid())));
    }

    private void AddDeployments()
    {
        for (var i = 0; i < size.Deployments; i++)
        {
            var family = _templates.Families[_ids.Next(_templates.Families.Count)];
            var deployment = new Row(NamespaceName(i), $"{family.App}-{i}", _ids.Uid());
            var replicas = (size.DeploymentPods / size.Deployments) + (i < size.DeploymentPods % size.Deployments ? 1 : 0);
            var hash = _ids.Hash();
            var values = New(deployment, number: replicas);
            values[Slot.Hash] = hash;
            Add("deployments", family.Deployment, values);
            if (i < size.Autoscalers)
                Add("horizontalpodautoscalers", _templates.Autoscaler, New(deployment with { Uid = _ids.Uid() }));
            for (var old = 0; old < size.OldReplicaSets; old++)
                AddReplicaSet(family, deployment, _ids.Hash(), replicas: 0);
            var replicaSet = AddReplicaSet(family, deployment, hash, replicas);
            for (var pod = 0; pod < replicas; pod++)
                AddPod(family.Pod, replicaSet, $"{replicaSet.Name}-{IdSource.Suffix(_pods.Count)}", NextNode(), hash, deployment.Name);
        }
    }

    private Row AddReplicaSet(DeploymentFamily family, Row deployment, string hash, int replicas)
    {
        var replicaSet = new Row(deployment.Namespace, $"{deployment.Name}-{hash}", _ids.Uid());
        var values = New(replicaSet, deployment, replicas);
        values[Slot.Hash] = hash;
        Add("replicasets", family.ReplicaSet, values);
        return replicaSet;
    }

    private void AddDaemonSets()
    {
        for (var i = 0; i < size.DaemonSets; i++)
        {
            var daemonSet = new Row("kube-system", $"node-logger-{i}", _ids.Uid());
            Add("daemonsets", _templates.DaemonSet, New(daemonSet, number: size.Nodes));
            for (var node = 0; node < size.Nodes; node++)
                AddPod(_templates.DaemonSetPod, daemonSet, $"{daemonSet.Name}-{IdSource.Suffix(_pods.Count)}", NodeName(node), hash: "", app: "");
        }
    }

    private void AddStatefulSets()
    {
        for (var i = 0; i < size.StatefulSets; i++)
        {
            var statefulSet = new Row(NamespaceName(i), $"cart-{i}", _ids.Uid());
            Add("statefulsets", _templates.StatefulSet, New(statefulSet, number: ClusterSize.StatefulSetReplicas));
            for (var pod = 0; pod < ClusterSize.StatefulSetReplicas; pod++)
            {
                AddPod(_templates.StatefulSetPod, statefulSet, $"{statefulSet.Name}-{pod}", NextNode(), hash: "", app: "");
                Add("persistentvolumeclaims", _templates.BoundClaim, New(new(statefulSet.Namespace, $"data-{statefulSet.Name}-{pod}", _ids.Uid())));
            }
        }
    }

    private void AddJobs()
    {
        var cronJobs = Enumerable.Range(0, size.CronJobs).Select(i => new Row(NamespaceName(i), $"heartbeat-{i}", _ids.Uid())).ToList();
        foreach (var cronJob in cronJobs)
            Add("cronjobs", _templates.CronJob, New(cronJob));
        for (var i = 0; i < size.Jobs; i++)
        {
            // Without CronJobs the Jobs refer to one that is gone, as Jobs do for a while after a delete.
            var cronJob = cronJobs.Count > 0 ? cronJobs[i % cronJobs.Count] : new Row(NamespaceName(i), "heartbeat", _ids.Uid());
            var job = new Row(cronJob.Namespace, $"{cronJob.Name}-{29921055 + (i / Math.Max(1, cronJobs.Count))}", _ids.Uid());
            Add("jobs", _templates.Job, New(job, cronJob));
            AddPod(_templates.JobPod, job, $"{job.Name}-{IdSource.Suffix(_pods.Count)}", NextNode(), hash: "", cronJob.Name);
        }
    }

    private void AddClaims()
    {
        for (var i = 0; i < size.Claims; i++)
            Add("persistentvolumeclaims", i % 10 == 9 ? _templates.PendingClaim : _templates.BoundClaim, New(new(NamespaceName(i), $"files-{i}", _ids.Uid())));
    }

    private void AddEvents()
    {
        for (var i = 0; i < size.Events; i++)
        {
            var pod = _pods[i % _pods.Count];
            var values = New(new(pod.Namespace, $"{pod.Name}.{_ids.Hex(16)}", _ids.Uid()), owner: pod);
            values[Slot.Node] = pod.Node;
            Add("events", _templates.PodEvents[i / _pods.Count % _templates.PodEvents.Count], values);
        }
    }

    private void AddPod(ObjectTemplate template, Row owner, string name, string node, string hash, string app)
    {
        var pod = new Row(owner.Namespace, name, _ids.Uid(), node);
        var values = New(pod, owner);
        values[Slot.Node] = node;
        values[Slot.PodIp] = $"10.{64 + (_pods.Count >> 16)}.{(_pods.Count >> 8) & 255}.{_pods.Count & 255}";
        values[Slot.Hash] = hash;
        values[Slot.App] = app;
        for (var container = 0; container < template.Containers; container++)
            values[Slot.Container + container] = _ids.Hex(64);
        _pods.Add(pod);
        Add("pods", template, values);
    }

    private SlotValues New(Row self, Row? owner = null, int number = 0)
    {
        var values = new SlotValues
        {
            [Slot.Revision] = (++_revision).ToString(),
            [Slot.Name] = self.Name,
            [Slot.Namespace] = self.Namespace,
            [Slot.Uid] = self.Uid,
            [Slot.Number] = number.ToString(),
        };
        if (owner is not null)
            (values[Slot.OwnerName], values[Slot.OwnerUid]) = (owner.Name, owner.Uid);
        return values;
    }

    private void Add(string resource, ObjectTemplate template, SlotValues values)
    {
        if (!_objects.TryGetValue(resource, out var objects))
            _objects.Add(resource, objects = []);
        objects.Add(template.Render(values));
    }

    private string NextNode() => NodeName(_pods.Count % size.Nodes);

    private string NamespaceName(int i) => $"team-{i % size.Namespaces}";

    private static string NodeName(int i) => $"node-{i}";
}
