namespace Hex.Export.Otlp;

/// <summary>Field tags of the OTLP messages in use (opentelemetry-proto 1.x): <c>field number &lt;&lt; 3 | wire type</c>.</summary>
internal static class OtlpTags
{
    // ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; } and ExportMetricsServiceRequest alike.
    public const byte RequestGroups = 0x0a;

    // ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; } and ResourceMetrics alike.
    public const byte GroupResource = 0x0a, GroupScopes = 0x12;

    // Resource { repeated KeyValue attributes = 1; }
    public const byte ResourceAttributes = 0x0a;

    // ScopeLogs { InstrumentationScope scope = 1; repeated LogRecord log_records = 2; } and ScopeMetrics (metrics = 2) alike.
    public const byte ScopeScope = 0x0a, ScopeItems = 0x12;

    // InstrumentationScope { string name = 1; string version = 2; }
    public const byte ScopeName = 0x0a, ScopeVersion = 0x12;

    // KeyValue { string key = 1; AnyValue value = 2; }
    public const byte Key = 0x0a, Value = 0x12;

    // AnyValue { oneof { string = 1; bool = 2; int64 = 3; double = 4; ArrayValue = 5; } }   ArrayValue { repeated AnyValue values = 1; }
    public const byte AnyString = 0x0a, AnyBool = 0x10, AnyInt = 0x18, AnyDouble = 0x21, AnyArray = 0x2a, ArrayValues = 0x0a;

    // LogRecord { fixed64 time_unix_nano = 1; SeverityNumber severity_number = 2; string severity_text = 3; AnyValue body = 5; repeated KeyValue attributes = 6;
    //   bytes trace_id = 9; bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12; }
    public const byte LogTime = 0x09, LogSeverity = 0x10, LogSeverityText = 0x1a, LogBody = 0x2a, LogAttributes = 0x32, LogTraceId = 0x4a, LogSpanId = 0x52,
        LogObservedTime = 0x59, LogEventName = 0x62;

    // Metric { string name = 1; string description = 2; string unit = 3; oneof { Gauge gauge = 5; Sum sum = 7; } }
    public const byte MetricName = 0x0a, MetricDescription = 0x12, MetricUnit = 0x1a, MetricGauge = 0x2a, MetricSum = 0x3a;

    // Gauge { repeated NumberDataPoint data_points = 1; }   Sum { …data_points = 1; AggregationTemporality aggregation_temporality = 2; bool is_monotonic = 3; }
    public const byte DataPoints = 0x0a, SumTemporality = 0x10, SumMonotonic = 0x18;

    // AggregationTemporality.CUMULATIVE
    public const byte Cumulative = 2;

    // NumberDataPoint { fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; oneof { double as_double = 4; sfixed64 as_int = 6; }
    //   repeated KeyValue attributes = 7; uint32 flags = 8; }
    public const byte PointStartTime = 0x11, PointTime = 0x19, PointDouble = 0x21, PointInt = 0x31, PointAttributes = 0x3a, PointFlags = 0x40;

    // DataPointFlags.NO_RECORDED_VALUE_MASK
    public const byte NoRecordedValue = 1;
}
