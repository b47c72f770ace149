namespace Hex.Telemetry;

/// <summary>What few records have: trace context, an event name, attributes of their own. Kept beside the records so that lines without them stay small.</summary>
public readonly record struct LogRecordDetails
{
    /// <summary>W3C trace id, big-endian as written; 0 when absent.</summary>
    public Id128 TraceId { get; init; }

    /// <summary>W3C span id, big-endian as written; 0 when absent.</summary>
    public ulong SpanId { get; init; }

    /// <summary>The event's name (OTLP <c>event_name</c>), e.g. <c>k8s.event</c>; null for a plain log record.</summary>
    public string? EventName { get; init; }

    /// <summary>The severity as the source spells it, e.g. <c>Warning</c>; null when unknown.</summary>
    public string? SeverityText { get; init; }

    /// <summary>The record's own attributes; null when it has none.</summary>
    public AttributeSet? Attributes { get; init; }
}
