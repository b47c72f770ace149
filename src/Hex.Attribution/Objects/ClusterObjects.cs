using Hex.Attribution.Owners;
using Hex.Kubernetes;

namespace Hex.Attribution.Objects;

/// <summary>All kinds attribution knows, by UID. Not thread-safe.</summary>
internal sealed class ClusterObjects
{
    private readonly Dictionary<Type, ObjectIndex> _kinds;
    private readonly ObjectIndex _others;

    public ClusterObjects(TimeProvider time, TimeSpan timeToLive)
    {
        _others = new(time, timeToLive);
        _kinds = new()
        {
            [typeof(Pod)] = new(time, timeToLive),
            [typeof(Node)] = new(time, timeToLive, byName: true),
            [typeof(Namespace)] = new(time, timeToLive, byName: true),
            [typeof(Deployment)] = new(time, timeToLive),
            [typeof(ReplicaSet)] = new(time, timeToLive),
            [typeof(StatefulSet)] = new(time, timeToLive),
            [typeof(DaemonSet)] = new(time, timeToLive),
            [typeof(Job)] = new(time, timeToLive),
            [typeof(CronJob)] = new(time, timeToLive),
            [typeof(HorizontalPodAutoscaler)] = new(time, timeToLive),
            [typeof(PersistentVolumeClaim)] = new(time, timeToLive),
        };
    }

    public ObjectIndex Of<T>() => _kinds[typeof(T)];

    /// <summary>The index of a kind that may own pods, or of namespaces.</summary>
    public ObjectIndex Of(SubjectKind kind) => kind switch
    {
        SubjectKind.ReplicaSet => Of<ReplicaSet>(),
        SubjectKind.Job => Of<Job>(),
        SubjectKind.Namespace => Of<Namespace>(),
        _ => _others,
    };

    /// <summary>Takes in a snapshot.</summary>
    /// <returns>Whether anything in it has changed.</returns>
    public bool Update(ClusterSnapshot snapshot) =>
        Update<Namespace>(snapshot)
        | Update<Node>(snapshot)
        | Update<Deployment>(snapshot)
        | Update<ReplicaSet>(snapshot)
        | Update<StatefulSet>(snapshot)
        | Update<DaemonSet>(snapshot)
        | Update<Job>(snapshot)
        | Update<CronJob>(snapshot)
        | Update<HorizontalPodAutoscaler>(snapshot)
        | Update<PersistentVolumeClaim>(snapshot)
        | Update<Pod>(snapshot);

    /// <summary>The row of an object that is at hand.</summary>
    public ObjectRow Row(KubernetesObject item) => _kinds.GetValueOrDefault(item.GetType(), _others).Row(item);

    /// <summary>The object an event names. The kubelet gives a node's name in place of its UID.</summary>
    public ObjectRow? Find(EventSubject subject) => SubjectKinds.Of(subject) switch
    {
        SubjectKind.Node => Of<Node>().Find(subject.Uid) ?? Of<Node>().Find(subject.Name),
        SubjectKind.Namespace => Of<Namespace>().Find(subject.Uid) ?? Of<Namespace>().Find(subject.Name),
        SubjectKind.Pod => Of<Pod>().Find(subject.Uid),
        SubjectKind.Deployment => Of<Deployment>().Find(subject.Uid),
        SubjectKind.ReplicaSet => Of<ReplicaSet>().Find(subject.Uid),
        SubjectKind.StatefulSet => Of<StatefulSet>().Find(subject.Uid),
        SubjectKind.DaemonSet => Of<DaemonSet>().Find(subject.Uid),
        SubjectKind.Job => Of<Job>().Find(subject.Uid),
        SubjectKind.CronJob => Of<CronJob>().Find(subject.Uid),
        SubjectKind.Autoscaler => Of<HorizontalPodAutoscaler>().Find(subject.Uid),
        SubjectKind.Claim => Of<PersistentVolumeClaim>().Find(subject.Uid),
        _ => null,
    };

    /// <summary>
    /// The owners of an object. Of a pod, those of its controller by UID; once they are known they stay, whatever becomes of the controller,
    /// as long as the pod itself names the same one.
    /// </summary>
    public OwnerChain OwnersOf(ObjectRow row) => row.Item switch
    {
        Pod pod => OwnersOf(row, pod),
        ReplicaSet => Own(row, OwnerKind.ReplicaSet),
        Job => Own(row, OwnerKind.Job),
        StatefulSet => Own(row, OwnerKind.StatefulSet),
        DaemonSet => Own(row, OwnerKind.DaemonSet),
        _ => OwnerChain.None,
    };

    private OwnerChain OwnersOf(ObjectRow row, Pod pod)
    {
        if (pod.Controller is not { } reference || OwnerRules.KindOf(reference) is not { } kind)
        {
            return row.Owners = OwnerChain.None;
        }

        if (Controllers(kind).Find(reference.Uid) is { } controller)
        {
            row.OwnersBy = reference;
            return row.Owners = Own(controller, kind);
        }

        if (row.Owners is null || row.OwnersBy != reference)
        {
            row.OwnersBy = reference;
            row.Owners = OwnerRules.Of(pod);
        }

        return row.Owners;
    }

    // One chain per controller, shared by its pods; a new one when the controller was adopted or released.
    private static OwnerChain Own(ObjectRow controller, OwnerKind kind)
    {
        if (controller.Owners is null || controller.OwnersBy != controller.Item.Controller)
        {
            controller.Owners = OwnerRules.Of(kind, controller.Item);
            controller.OwnersBy = controller.Item.Controller;
        }

        return controller.Owners;
    }

    private ObjectIndex Controllers(OwnerKind kind) => kind switch
    {
        OwnerKind.ReplicaSet => Of<ReplicaSet>(),
        OwnerKind.Job => Of<Job>(),
        OwnerKind.StatefulSet => Of<StatefulSet>(),
        _ => Of<DaemonSet>(),
    };

    private bool Update<T>(ClusterSnapshot snapshot)
        where T : KubernetesObject => Of<T>().Update(snapshot.Get<T>());
}
