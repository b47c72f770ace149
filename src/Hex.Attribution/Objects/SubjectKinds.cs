using Hex.Kubernetes;

namespace Hex.Attribution.Objects;

/// <summary>The kinds that attribution knows.</summary>
internal enum SubjectKind : byte
{
    Other,
    Pod,
    Node,
    Namespace,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    Job,
    CronJob,
    Autoscaler,
    Claim,
}

internal static class SubjectKinds
{
    /// <summary>The kind of a reference. A kind of the same name in another group is another kind; some reporters leave the group of core kinds out.</summary>
    public static SubjectKind Of(EventSubject subject)
    {
        var slash = subject.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? "" : subject.ApiVersion[..slash], subject.Kind) switch
        {
            ("", "Pod") => SubjectKind.Pod,
            ("", "Node") => SubjectKind.Node,
            ("", "Namespace") => SubjectKind.Namespace,
            ("", "PersistentVolumeClaim") => SubjectKind.Claim,
            ("apps", "Deployment") => SubjectKind.Deployment,
            ("apps", "ReplicaSet") => SubjectKind.ReplicaSet,
            ("apps", "StatefulSet") => SubjectKind.StatefulSet,
            ("apps", "DaemonSet") => SubjectKind.DaemonSet,
            ("batch", "Job") => SubjectKind.Job,
            ("batch", "CronJob") => SubjectKind.CronJob,
            ("autoscaling", "HorizontalPodAutoscaler") => SubjectKind.Autoscaler,
            _ => SubjectKind.Other,
        };
    }
}
