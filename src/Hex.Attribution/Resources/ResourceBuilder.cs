using System.Runtime.InteropServices;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Resources;

/// <summary>Writes the attributes of objects and makes resources of them. Not thread-safe.</summary>
internal sealed class ResourceBuilder(ResourcePool pool, AttributionOptions options)
{
    private readonly List<TelemetryAttribute> _attributes = new(24);
    private readonly CopiedMetadata _pod = new("k8s.pod", options.PodLabels, options.PodAnnotations);
    private readonly CopiedMetadata _namespace = new("k8s.namespace", options.NamespaceLabels, options.NamespaceAnnotations);

    /// <summary>Whether resources depend on the namespace's own metadata.</summary>
    public bool ReadsNamespaces => !_namespace.IsEmpty;

    /// <summary>Begins the attributes of something in a cluster.</summary>
    public ResourceBuilder Begin(ClusterIdentity cluster)
    {
        _attributes.Clear();
        return AddIfSet("k8s.cluster.name", cluster.Name).AddIfSet("k8s.cluster.uid", cluster.Uid);
    }

    public ResourceBuilder Add(string key, AttributeValue value)
    {
        _attributes.Add(new TelemetryAttribute(key, value));
        return this;
    }

    public ResourceBuilder AddIfSet(string key, string? value) => string.IsNullOrEmpty(value) ? this : Add(key, value);

    /// <summary>A pod with its owners, namespace and service.</summary>
    public ResourceBuilder Pod(Pod pod, string uid, OwnerChain owners, KubernetesObject? @namespace)
    {
        _pod.AddTo(_attributes, pod);
        return Add("k8s.pod.name", pod.Name)
            .Add("k8s.pod.uid", uid)
            .AddIfSet("k8s.node.name", pod.NodeName)
            .AddIfSet("k8s.pod.qos_class", QosClass(pod.QosClass))
            .Namespaced(pod, @namespace)
            .Owners(owners);
    }

    /// <summary>What an object has by being in a namespace, and the service it says it belongs to.</summary>
    public ResourceBuilder Namespaced(KubernetesObject item, KubernetesObject? @namespace) =>
        Namespaced(item.Namespace, @namespace)
            .AddIfSet("service.name", ServiceRules.Name(item, options))
            .AddIfSet("service.namespace", ServiceRules.Namespace(item));

    /// <summary>What an object has by being in a namespace.</summary>
    public ResourceBuilder Namespaced(string name, KubernetesObject? @namespace)
    {
        if (@namespace is not null)
        {
            _namespace.AddTo(_attributes, @namespace);
        }

        return AddIfSet("k8s.namespace.name", name);
    }

    /// <summary>A namespace itself.</summary>
    public ResourceBuilder Namespace(KubernetesObject item, string uid)
    {
        _namespace.AddTo(_attributes, item);
        return Add("k8s.namespace.name", item.Name).Add("k8s.namespace.uid", uid);
    }

    public ResourceBuilder Owners(OwnerChain owners) => Owner(owners.Controller).Owner(owners.Root);

    public Resource Build() => pool.Get(CollectionsMarshal.AsSpan(_attributes));

    /// <summary>A resource of these attributes and those of another one.</summary>
    public Resource BuildOver(Resource resource) => pool.Get(resource, CollectionsMarshal.AsSpan(_attributes));

    /// <summary>The attributes as they are, valid until the next <see cref="Begin"/>.</summary>
    public TelemetryAttribute[] ToArray() => [.. _attributes];

    private ResourceBuilder Owner(WorkloadOwner? owner)
    {
        if (owner is null)
        {
            return this;
        }

        var (name, uid) = WorkloadKeys.Of(owner.Kind);
        return Add(name, owner.Name).AddIfSet(uid, owner.Uid);
    }

    private static string? QosClass(QosClass value) => value switch
    {
        Hex.Kubernetes.QosClass.Guaranteed => "Guaranteed",
        Hex.Kubernetes.QosClass.Burstable => "Burstable",
        Hex.Kubernetes.QosClass.BestEffort => "BestEffort",
        _ => null,
    };
}
