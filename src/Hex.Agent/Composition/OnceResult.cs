using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>What collecting the cluster, or the host, once came to.</summary>
/// <param name="Points">Points collected.</param>
/// <param name="Failures">Collectors that failed, and why.</param>
/// <param name="Events">What became of the events.</param>
internal sealed record OnceResult(long Points, IReadOnlyList<string> Failures, LogRunResult Events)
{
    /// <summary>Points that the backend does not have.</summary>
    public long UndeliveredPoints { get; init; }
}
