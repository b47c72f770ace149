namespace Hex.Testing.Otlp;

/// <summary>Looks at one record in <see cref="Keep.CountsOnly"/> mode.</summary>
public delegate void LogRecordInspector(in LogRecordView record);

/// <summary>A log record as it lies in the request; valid only during the call.</summary>
public readonly ref struct LogRecordView
{
    /// <summary>The UTF-8 of a string body or the content of a bytes body; empty for others.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The attribute <c>log.record.uid</c>; empty if there is none.</summary>
    public ReadOnlySpan<byte> Uid { get; init; }

    /// <summary>The attribute <c>log.iostream</c>; empty if there is none.</summary>
    public ReadOnlySpan<byte> Stream { get; init; }

    /// <summary>Nanoseconds since 1970; 0 if unknown.</summary>
    public ulong TimeUnixNano { get; init; }

    /// <summary>The encoded resource message the record belongs to.</summary>
    public ReadOnlySpan<byte> Resource { get; init; }
}
