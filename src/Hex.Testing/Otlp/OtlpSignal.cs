namespace Hex.Testing.Otlp;

/// <summary>Which OTLP service a request is for.</summary>
public enum OtlpSignal
{
    /// <summary><c>opentelemetry.proto.collector.logs.v1.LogsService</c>.</summary>
    Logs,

    /// <summary><c>opentelemetry.proto.collector.metrics.v1.MetricsService</c>.</summary>
    Metrics,
}
