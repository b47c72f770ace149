namespace Hex.Testing.Cluster.Storage;

/// <summary>Where an object stands in its table. The path is <c>namespace/name</c>, or the name of a cluster-scoped object: etcd's order.</summary>
internal sealed class ObjectKey(string @namespace, string name)
{
    public string Namespace { get; } = @namespace;

    public string Name { get; } = name;

    public string Path { get; } = @namespace.Length == 0 ? name : $"{@namespace}/{name}";
}
