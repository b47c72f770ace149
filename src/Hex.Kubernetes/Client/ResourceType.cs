namespace Hex.Kubernetes;

/// <summary>A kind of object by its place in the API.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">E.g. <c>v1</c>.</param>
/// <param name="Plural">The plural name in lower case, e.g. <c>pods</c>.</param>
public readonly record struct ResourceType(string Group, string Version, string Plural)
{
    /// <summary>core/v1 pods.</summary>
    public static ResourceType Pods => new("", "v1", "pods");

    /// <summary>core/v1 nodes.</summary>
    public static ResourceType Nodes => new("", "v1", "nodes");

    /// <summary>core/v1 namespaces.</summary>
    public static ResourceType Namespaces => new("", "v1", "namespaces");

    /// <summary>core/v1 persistentvolumeclaims.</summary>
    public static ResourceType PersistentVolumeClaims => new("", "v1", "persistentvolumeclaims");

    /// <summary>core/v1 events.</summary>
    public static ResourceType Events => new("", "v1", "events");

    /// <summary>apps/v1 deployments.</summary>
    public static ResourceType Deployments => new("apps", "v1", "deployments");

    /// <summary>apps/v1 statefulsets.</summary>
    public static ResourceType StatefulSets => new("apps", "v1", "statefulsets");

    /// <summary>apps/v1 daemonsets.</summary>
    public static ResourceType DaemonSets => new("apps", "v1", "daemonsets");

    /// <summary>apps/v1 replicasets.</summary>
    public static ResourceType ReplicaSets => new("apps", "v1", "replicasets");

    /// <summary>batch/v1 jobs.</summary>
    public static ResourceType Jobs => new("batch", "v1", "jobs");

    /// <summary>batch/v1 cronjobs.</summary>
    public static ResourceType CronJobs => new("batch", "v1", "cronjobs");

    /// <summary>autoscaling/v2 horizontalpodautoscalers.</summary>
    public static ResourceType HorizontalPodAutoscalers => new("autoscaling", "v2", "horizontalpodautoscalers");

    /// <summary>coordination.k8s.io/v1 leases.</summary>
    public static ResourceType Leases => new("coordination.k8s.io", "v1", "leases");

    /// <summary>metrics.k8s.io/v1beta1 nodes.</summary>
    public static ResourceType NodeMetrics => new("metrics.k8s.io", "v1beta1", "nodes");

    /// <summary>metrics.k8s.io/v1beta1 pods.</summary>
    public static ResourceType PodMetrics => new("metrics.k8s.io", "v1beta1", "pods");

    /// <summary>As RBAC and error messages name it, e.g. <c>deployments.apps</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    internal string Path(string? @namespace = null, string? name = null)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        var scope = string.IsNullOrEmpty(@namespace) ? "" : $"/namespaces/{Uri.EscapeDataString(@namespace)}";
        return $"{root}{scope}/{Plural}{(name is null ? "" : "/" + Uri.EscapeDataString(name))}";
    }
}

/// <summary>Which objects of a kind: all of the cluster, or fewer.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Namespace">One namespace only; null for all.</param>
/// <param name="FieldSelector">E.g. <c>spec.nodeName=node-1</c>; null for none.</param>
/// <param name="LabelSelector">E.g. <c>app=checkout</c>; null for none.</param>
public sealed record ResourceQuery(ResourceType Type, string? Namespace = null, string? FieldSelector = null, string? LabelSelector = null)
{
    /// <summary>How logs and errors name it, e.g. <c>pods (spec.nodeName=node-1)</c>.</summary>
    public override string ToString()
    {
        var scope = Namespace is null ? Type.ToString() : $"{Type} in {Namespace}";
        return FieldSelector is null && LabelSelector is null ? scope : $"{scope} ({FieldSelector ?? LabelSelector})";
    }

    internal string Uri(params ReadOnlySpan<string> parameters)
    {
        var text = new System.Text.StringBuilder(Type.Path(Namespace));
        var separator = '?';
        foreach (var parameter in parameters)
        {
            text.Append(separator).Append(parameter);
            separator = '&';
        }

        foreach (var (name, value) in new[] { ("fieldSelector", FieldSelector), ("labelSelector", LabelSelector) })
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(System.Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }
}
