using Hex.Kubernetes;

namespace Hex.Agent.Cluster;

/// <summary>A right the agent needs on the API server.</summary>
/// <param name="Query">On what.</param>
/// <param name="Verbs">To do what.</param>
/// <param name="Without">What happens without it, for people.</param>
/// <param name="IsOptional">Whether a cluster may well do without.</param>
internal sealed record NeededRight(ResourceQuery Query, string[] Verbs, string Without, bool IsOptional = false);
