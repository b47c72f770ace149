namespace Hex.Telemetry;

/// <summary>What one round of collections came to.</summary>
/// <param name="Succeeded">Collectors that succeeded.</param>
/// <param name="Failed">Collectors that failed; see <see cref="CollectorScheduler.Status"/>.</param>
/// <param name="Points">Points written.</param>
public readonly record struct CollectionResult(int Succeeded, int Failed, long Points);
