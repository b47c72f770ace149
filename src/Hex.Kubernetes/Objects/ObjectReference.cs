namespace Hex.Kubernetes;

/// <summary>Metadata of an object of any kind (<c>meta.k8s.io/v1 PartialObjectMetadata</c>): enough to know its owner.</summary>
public sealed class ObjectReference : KubernetesObject
{
    internal ObjectReference(in ObjectMetadata metadata, string apiVersion, string kind)
        : base(metadata) => (ApiVersion, Kind) = (apiVersion, kind);

    /// <summary>The group and version of the answer: <c>meta.k8s.io/v1</c> when the server answered with metadata only, else the object's own.</summary>
    public string ApiVersion { get; }

    /// <summary>The kind of the answer; see <see cref="ApiVersion"/>.</summary>
    public string Kind { get; }
}
