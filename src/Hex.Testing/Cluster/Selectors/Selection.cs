using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Selectors;

/// <summary>What a list or watch asked to see: a namespace (empty for all) and both selectors.</summary>
internal sealed record Selection(string Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public bool HasSelector => !Labels.IsEmpty || !Fields.IsEmpty;

    public bool Contains(StoredObject candidate) =>
        (Namespace.Length == 0 || candidate.Key.Namespace == Namespace) && Fields.Matches(candidate) && Labels.Matches(candidate.Json);
}
