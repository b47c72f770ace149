namespace Hex.Testing.Otlp;

/// <summary>One log record as it arrived, with what stood above it in the request.</summary>
/// <remarks>Attribute values are <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <c>byte[]</c>,
/// <c>object?[]</c>, a dictionary of the same, or null for an empty value.</remarks>
public sealed record ReceivedLog
{
    /// <summary>The <see cref="ReceivedRequest.Number"/> of the request it came with.</summary>
    public long Request { get; internal set; }

    /// <summary>The resource's attributes.</summary>
    public required IReadOnlyDictionary<string, object?> Resource { get; init; }

    /// <summary>The instrumentation scope's name; empty if there was none.</summary>
    public required string Scope { get; init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public required ulong TimeUnixNano { get; init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public required ulong ObservedTimeUnixNano { get; init; }

    /// <summary>1 to 24; 0 is unset.</summary>
    public required int SeverityNumber { get; init; }

    /// <summary>Empty is unset.</summary>
    public required string SeverityText { get; init; }

    /// <summary>The body if it is text, else null.</summary>
    public required string? Body { get; init; }

    /// <summary>The body if it is bytes, else null.</summary>
    public required byte[]? BodyBytes { get; init; }

    /// <summary>The body whatever its type, as an attribute value would be.</summary>
    public required object? BodyValue { get; init; }

    /// <summary>The record's attributes.</summary>
    public required IReadOnlyDictionary<string, object?> Attributes { get; init; }

    /// <summary>32 lower case hexadecimal digits; empty if unset.</summary>
    public required string TraceId { get; init; }

    /// <summary>16 lower case hexadecimal digits; empty if unset.</summary>
    public required string SpanId { get; init; }

    /// <summary>The event's name; empty if unset.</summary>
    public required string EventName { get; init; }

    /// <summary>The low 8 bits are the W3C trace flags.</summary>
    public required uint Flags { get; init; }

    /// <summary>The attribute <c>log.record.uid</c>, or null.</summary>
    public string? Uid => Attributes.GetValueOrDefault("log.record.uid") as string;

    /// <summary>The attribute <c>log.iostream</c> (<c>stdout</c> or <c>stderr</c>), or null.</summary>
    public string? Stream => Attributes.GetValueOrDefault("log.iostream") as string;

    /// <summary><see cref="TimeUnixNano"/> in steps of 100 ns.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks((long)(TimeUnixNano / 100));
}
