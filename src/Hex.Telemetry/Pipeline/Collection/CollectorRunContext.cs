using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>What the collectors of a scheduler share.</summary>
internal sealed record CollectorRunContext(
    MetricPipeline Pipeline,
    ResourcePool Resources,
    FrozenSet<string> DisabledNames,
    bool EndMarkers,
    TimeProvider Time,
    CollectionMeter Meter,
    ILogger Logger);
