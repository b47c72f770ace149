using System.Diagnostics.CodeAnalysis;
using Hex.Attribution.Objects;
using Hex.Attribution.Resources;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution;

/// <summary>
/// Makes the resources of the objects of a cluster: who they are, who owns them, which service they belong to. Bring it up to date with
/// <see cref="Update"/>, then ask. What has not changed is answered from memory, without an allocation. Thread-safe.
/// </summary>
public sealed class ClusterAttribution
{
    private const string KubeSystem = "kube-system";

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly AttributionOptions _options;
    private readonly ResourceBuilder _builder;
    private readonly ClusterObjects _objects;
    private ClusterIdentity _cluster = ClusterIdentity.Unknown;

    // Grows with everything a resource may depend on but its own object: between two changes one look at the row is enough.
    private long _version = 1;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="resources">Where resources are made: the pipeline's pool.</param>
    /// <param name="options">What to attribute with; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ClusterAttribution(ResourcePool resources, AttributionOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(resources);
        _options = options ?? new AttributionOptions();
        _time = time ?? TimeProvider.System;
        _builder = new ResourceBuilder(resources, _options);
        _objects = new ClusterObjects(_time, _options.TimeToLive);
    }

    /// <summary>
    /// Which cluster the objects are of. What it does not say is filled in by <see cref="Update"/>: the UID from the namespace kube-system, the
    /// name from the nodes' labels.
    /// </summary>
    public ClusterIdentity Cluster
    {
        get
        {
            lock (_lock)
            {
                return _cluster;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_lock)
            {
                _cluster = value;
                _version++;
            }
        }
    }

    /// <summary>Takes in what has changed. Cheap when nothing has; call it before asking about the snapshot's objects.</summary>
    public void Update(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_lock)
        {
            _version += _objects.Update(snapshot) ? 1 : 0;
            if (_cluster.Uid is null && _objects.Of<Namespace>().Find(KubeSystem) is { } kubeSystem)
            {
                _cluster = _cluster with { Uid = kubeSystem.Uid };
                _version++;
            }

            if (_cluster.Name is null)
            {
                NameByNodes(snapshot);
            }
        }
    }

    /// <summary>The resource of an object: a pod, a node, a namespace, a workload, an autoscaler or a claim; any other has its namespace only.</summary>
    public Resource Of(KubernetesObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_lock)
        {
            return ResourceOf(_objects.Row(item));
        }
    }

    /// <summary>The resource of one container of a pod: the pod's, with <c>k8s.container.name</c> and <c>k8s.container.kind</c>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Which of <see cref="Pod.Containers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pod has no such container.</exception>
    public Resource Of(Pod pod, int container)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)container, (uint)pod.Containers.Count, nameof(container));
        lock (_lock)
        {
            var row = _objects.Row(pod);
            var resource = ResourceOf(row);
            var containers = row.Containers ??= new Resource?[pod.Containers.Count];
            return containers[container] ??= _builder.Container(resource, pod.Containers[container].Spec);
        }
    }

    /// <summary>Who owns a pod.</summary>
    public OwnerChain OwnersOf(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        lock (_lock)
        {
            return _objects.OwnersOf(_objects.Row(pod));
        }
    }

    /// <summary>
    /// Whether a pod's owner is not known yet and may still come: for a short time after the pod was first seen
    /// (<see cref="AttributionOptions.OwnerWait"/>). Leaving such a pod out of a collection spares its series a change of resource.
    /// </summary>
    public bool IsWaiting(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        lock (_lock)
        {
            var row = _objects.Row(pod);
            // The time first: it is asked of every pod in every collection, and only new ones may wait.
            return _time.GetElapsedTime(row.SeenAt) < _options.OwnerWait && !_objects.OwnersOf(row).IsComplete;
        }
    }

    /// <summary>
    /// What is known of an object by reference, as an event gives it: the same attributes as <see cref="Of(KubernetesObject)"/> while the object is
    /// known or remembered, else what the reference itself says.
    /// </summary>
    /// <returns>Attributes in no particular order; a new array.</returns>
    public TelemetryAttribute[] AttributesOf(EventSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        lock (_lock)
        {
            if (_objects.Find(subject) is { } row)
            {
                return ResourceOf(row).Attributes.Items.ToArray();
            }

            return _builder.Begin(_cluster).Subject(subject, NamespaceOf(subject.Namespace)).ToArray();
        }
    }

    /// <summary>The object an event is about, while it is known or remembered.</summary>
    public bool TryFind(EventSubject subject, [NotNullWhen(true)] out KubernetesObject? item)
    {
        ArgumentNullException.ThrowIfNull(subject);
        lock (_lock)
        {
            item = _objects.Find(subject)?.Item;
            return item is not null;
        }
    }

    /// <summary>Takes in a single object that no snapshot holds; it is remembered as a deleted one is.</summary>
    internal void Learn(SubjectKind kind, KubernetesObject item)
    {
        lock (_lock)
        {
            _objects.Of(kind).Learn(item);
            _version++;
        }
    }

    /// <summary>Finds a pod by its UID, or a static one by the hash of its manifest.</summary>
    internal Pod? FindPod(string uid)
    {
        lock (_lock)
        {
            return _objects.Of<Pod>().Find(Uid.Parse(uid))?.Item as Pod;
        }
    }

    private Resource ResourceOf(ObjectRow row)
    {
        if (row.CheckedAt == _version && ReferenceEquals(row.Inputs.Item, row.Item))
        {
            return row.Resource!;
        }

        row.CheckedAt = _version;
        var owners = _objects.OwnersOf(row);
        var inputs = new ResourceInputs(row.Item, owners, NamespaceOf(row.Item.Namespace), _cluster);
        if (row.Resource is { } known && row.Inputs.Equals(inputs))
        {
            return known;
        }

        var resource = _builder.Begin(_cluster).Object(row.Item, row.Uid, owners, inputs.Namespace).Build();
        if (!ReferenceEquals(resource, row.Resource) || row.Containers?.Length != (row.Item as Pod)?.Containers.Count)
        {
            row.Containers = null;
        }

        row.Inputs = inputs;
        return row.Resource = resource;
    }

    // Only where something of it is copied: else a change of a namespace would touch all its pods.
    private KubernetesObject? NamespaceOf(string name) =>
        _builder.ReadsNamespaces && name.Length > 0 ? _objects.Of<Namespace>().Find(name)?.Item : null;

    private void NameByNodes(ClusterSnapshot snapshot)
    {
        foreach (var node in snapshot.Get<Node>())
        {
            if (ClusterNames.Find(node) is (not null, _) found)
            {
                _cluster = _cluster with { Name = found.Name, NameSource = found.Source };
                _version++;
                return;
            }
        }
    }
}
