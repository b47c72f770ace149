using System.Diagnostics.Metrics;

namespace Hex.Telemetry;

/// <summary>The name under which pipelines and schedulers count what they do.</summary>
public static class TelemetryMeter
{
    /// <summary>Name of the <see cref="Meter"/>s of this library; each pipeline has one of its own.</summary>
    public const string Name = "Hex.Telemetry";
}
