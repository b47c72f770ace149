using Hex.Attribution.Objects;
using Hex.Kubernetes;

namespace Hex.Attribution.Nodes;

/// <summary>Something about the node's pods that one GET answers.</summary>
/// <param name="Kind">ReplicaSet, Job or Namespace; Other asks for the cluster itself.</param>
/// <param name="Namespace">Its namespace; empty for a namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID: another object of the same name is not it. Empty where the name is enough.</param>
internal readonly record struct NodeLookup(SubjectKind Kind, string Namespace, string Name, Uid Uid)
{
    public ResourceType Type => Kind switch
    {
        SubjectKind.ReplicaSet => ResourceType.ReplicaSets,
        SubjectKind.Job => ResourceType.Jobs,
        _ => ResourceType.Namespaces,
    };
}
