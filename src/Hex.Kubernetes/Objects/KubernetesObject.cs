namespace Hex.Kubernetes;

/// <summary>What every cached object has: who it is.</summary>
public interface IKubernetesObject
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>The namespace; empty for cluster-scoped objects.</summary>
    string Namespace { get; }

    /// <summary>The UID, never empty.</summary>
    Uid Uid { get; }
}

/// <summary>The metadata all projections carry (<c>ObjectMeta</c>), as far as collectors read it.</summary>
public abstract class KubernetesObject : IKubernetesObject
{
    private protected KubernetesObject(in ObjectMetadata metadata)
    {
        Name = metadata.Name!;
        Namespace = metadata.Namespace ?? "";
        Uid = metadata.Uid;
        Created = metadata.Created;
        Deleted = metadata.Deleted;
        Controller = metadata.Controller;
        Labels = metadata.Labels ?? MetadataValues.Empty;
        Annotations = metadata.Annotations ?? MetadataValues.Empty;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Namespace { get; }

    /// <inheritdoc/>
    public Uid Uid { get; }

    /// <summary>metadata.creationTimestamp.</summary>
    public Timestamp Created { get; }

    /// <summary>metadata.deletionTimestamp: set while the object terminates.</summary>
    public Timestamp Deleted { get; }

    /// <summary>The owner with <c>controller: true</c>; null when the object has none.</summary>
    public OwnerReference? Controller { get; }

    /// <summary>The labels asked for (see <see cref="MetadataSelection"/>).</summary>
    public MetadataValues Labels { get; }

    /// <summary>The annotations asked for.</summary>
    public MetadataValues Annotations { get; }

    /// <summary>Namespace and name, or the name alone.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
