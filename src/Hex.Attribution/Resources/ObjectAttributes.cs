using Hex.Attribution.Objects;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Resources;

/// <summary>The attributes of each kind of object.</summary>
internal static class ObjectAttributes
{
    /// <summary>An object of any kind.</summary>
    public static ResourceBuilder Object(this ResourceBuilder builder, KubernetesObject item, string uid, OwnerChain owners, KubernetesObject? @namespace) => item switch
    {
        Pod pod => builder.Pod(pod, uid, owners, @namespace),
        Node => builder.Add("k8s.node.name", item.Name).Add("k8s.node.uid", uid),
        Namespace => builder.Namespace(item, uid),
        ReplicaSet or Job or StatefulSet or DaemonSet => builder.Namespaced(item, @namespace).Owners(owners),
        _ when KeysOf(KindOf(item)) is { } keys => builder.Namespaced(item, @namespace).Add(keys.Name, item.Name).Add(keys.Uid, uid),
        _ => builder.Namespaced(item, @namespace),
    };

    /// <summary>A container of a pod.</summary>
    public static Resource Container(this ResourceBuilder builder, Resource pod, ContainerSpec container) =>
        builder.Begin(ClusterIdentity.Unknown)
            .Add("k8s.container.name", container.Name)
            .Add("k8s.container.kind", container.Kind switch
            {
                ContainerKind.Init => "init",
                ContainerKind.Sidecar => "sidecar",
                ContainerKind.Ephemeral => "ephemeral",
                _ => "app",
            })
            .BuildOver(pod);

    /// <summary>An object of which only a reference is known.</summary>
    public static ResourceBuilder Subject(this ResourceBuilder builder, EventSubject subject, KubernetesObject? @namespace)
    {
        var kind = SubjectKinds.Of(subject);
        if (kind is not (SubjectKind.Node or SubjectKind.Namespace))
        {
            builder.Namespaced(subject.Namespace, @namespace);
        }

        if (KeysOf(kind) is not { } keys)
        {
            return builder;
        }

        // The kubelet knows its node by name only and says so in place of the UID.
        var uid = subject.Uid.ToString();
        return builder.AddIfSet(keys.Name, subject.Name).AddIfSet(keys.Uid, kind == SubjectKind.Node && uid == subject.Name ? null : uid);
    }

    private static SubjectKind KindOf(KubernetesObject item) => item switch
    {
        Deployment => SubjectKind.Deployment,
        CronJob => SubjectKind.CronJob,
        HorizontalPodAutoscaler => SubjectKind.Autoscaler,
        PersistentVolumeClaim => SubjectKind.Claim,
        _ => SubjectKind.Other,
    };

    private static (string Name, string Uid)? KeysOf(SubjectKind kind) => kind switch
    {
        SubjectKind.Pod => ("k8s.pod.name", "k8s.pod.uid"),
        SubjectKind.Node => ("k8s.node.name", "k8s.node.uid"),
        SubjectKind.Namespace => ("k8s.namespace.name", "k8s.namespace.uid"),
        SubjectKind.Deployment => WorkloadKeys.Of(OwnerKind.Deployment),
        SubjectKind.ReplicaSet => WorkloadKeys.Of(OwnerKind.ReplicaSet),
        SubjectKind.StatefulSet => WorkloadKeys.Of(OwnerKind.StatefulSet),
        SubjectKind.DaemonSet => WorkloadKeys.Of(OwnerKind.DaemonSet),
        SubjectKind.Job => WorkloadKeys.Of(OwnerKind.Job),
        SubjectKind.CronJob => WorkloadKeys.Of(OwnerKind.CronJob),
        SubjectKind.Autoscaler => ("k8s.hpa.name", "k8s.hpa.uid"),
        SubjectKind.Claim => ("k8s.persistentvolumeclaim.name", "k8s.persistentvolumeclaim.uid"),
        _ => null,
    };
}
