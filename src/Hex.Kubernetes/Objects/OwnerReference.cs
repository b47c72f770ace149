namespace Hex.Kubernetes;

/// <summary>The owner of an object that manages it (<c>metadata.ownerReferences</c>, the one with <c>controller: true</c>).</summary>
/// <param name="ApiVersion">Group and version, e.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>ReplicaSet</c>.</param>
/// <param name="Name">The owner's name, in the namespace of the owned object.</param>
/// <param name="Uid">The owner's UID: what it is found by.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, Uid Uid);
