namespace Hex.Export.Otlp.Text;

/// <summary>How a protobuf field is written in JSON (OTLP, "JSON Protobuf Encoding").</summary>
internal enum JsonKind
{
    Text,

    /// <summary>Lower-case hex: trace and span ids, where OTLP departs from protobuf's base64.</summary>
    Hex,

    /// <summary>A signed 64-bit integer as a decimal string.</summary>
    Signed,

    /// <summary>An unsigned 64-bit integer as a decimal string.</summary>
    Unsigned,

    /// <summary>A small integer or an enum: a number.</summary>
    Number,
    Double,
    Boolean,
    Message,
}

/// <summary>A field of a message.</summary>
/// <param name="Number">Its protobuf number.</param>
/// <param name="Name">Its name in lowerCamelCase.</param>
/// <param name="Kind">How it is written.</param>
internal sealed record JsonField(int Number, string Name, JsonKind Kind)
{
    /// <summary>The message it holds.</summary>
    public JsonField[]? Message { get; init; }

    public bool IsRepeated { get; init; }

    /// <summary>Written even when zero: a member of a oneof, where presence is the meaning.</summary>
    public bool HasPresence { get; init; }
}

/// <summary>The messages of OTLP as far as the encoders here write them.</summary>
internal static class JsonSchema
{
    // AnyValue holds lists of AnyValue, so the list is closed over it.
    private static readonly JsonField[] AnyValue =
    [
        new(1, "stringValue", JsonKind.Text) { HasPresence = true },
        new(2, "boolValue", JsonKind.Boolean) { HasPresence = true },
        new(3, "intValue", JsonKind.Signed) { HasPresence = true },
        new(4, "doubleValue", JsonKind.Double) { HasPresence = true },
        new(5, "arrayValue", JsonKind.Message),
    ];

    private static readonly JsonField[] KeyValue = [new(1, "key", JsonKind.Text) { HasPresence = true }, new(2, "value", JsonKind.Message) { Message = AnyValue }];

    private static readonly JsonField[] Resource = [Repeated(1, "attributes", KeyValue)];

    private static readonly JsonField[] Scope = [new(1, "name", JsonKind.Text), new(2, "version", JsonKind.Text)];

    private static readonly JsonField[] LogRecord =
    [
        new(1, "timeUnixNano", JsonKind.Unsigned),
        new(11, "observedTimeUnixNano", JsonKind.Unsigned),
        new(2, "severityNumber", JsonKind.Number),
        new(3, "severityText", JsonKind.Text),
        new(12, "eventName", JsonKind.Text),
        new(5, "body", JsonKind.Message) { Message = AnyValue },
        Repeated(6, "attributes", KeyValue),
        new(9, "traceId", JsonKind.Hex),
        new(10, "spanId", JsonKind.Hex),
    ];

    private static readonly JsonField[] Point =
    [
        Repeated(7, "attributes", KeyValue),
        new(2, "startTimeUnixNano", JsonKind.Unsigned),
        new(3, "timeUnixNano", JsonKind.Unsigned),
        new(4, "asDouble", JsonKind.Double) { HasPresence = true },
        new(6, "asInt", JsonKind.Signed) { HasPresence = true },
        new(8, "flags", JsonKind.Number),
    ];

    private static readonly JsonField[] Metric =
    [
        new(1, "name", JsonKind.Text),
        new(2, "description", JsonKind.Text),
        new(3, "unit", JsonKind.Text),
        new(5, "gauge", JsonKind.Message) { Message = [Repeated(1, "dataPoints", Point)] },
        new(7, "sum", JsonKind.Message)
        {
            Message = [Repeated(1, "dataPoints", Point), new(2, "aggregationTemporality", JsonKind.Number), new(3, "isMonotonic", JsonKind.Boolean)],
        },
    ];

    /// <summary>ExportLogsServiceRequest.</summary>
    public static JsonField[] Logs { get; } = Request("resourceLogs", "scopeLogs", "logRecords", LogRecord);

    /// <summary>ExportMetricsServiceRequest.</summary>
    public static JsonField[] Metrics { get; } = Request("resourceMetrics", "scopeMetrics", "metrics", Metric);

    /// <summary>ArrayValue.</summary>
    public static JsonField[] ArrayValue { get; } = [Repeated(1, "values", AnyValue)];

    private static JsonField[] Request(string groups, string scopes, string items, JsonField[] item) =>
    [
        Repeated(1, groups,
        [
            new(1, "resource", JsonKind.Message) { Message = Resource },
            Repeated(2, scopes, [new(1, "scope", JsonKind.Message) { Message = Scope }, Repeated(2, items, item)]),
        ]),
    ];

    private static JsonField Repeated(int number, string name, JsonField[] message) => new(number, name, JsonKind.Message) { Message = message, IsRepeated = true };
}
