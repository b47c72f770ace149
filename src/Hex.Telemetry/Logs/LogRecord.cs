namespace Hex.Telemetry;

/// <summary>
/// One record of a <see cref="LogBatch"/>: a small struct whose body is a range of one of the batch's buffers, so that a log line
/// travels without a copy and without an object. Times are nanoseconds since the Unix epoch.
/// </summary>
public readonly struct LogRecord
{
    /// <summary>When it happened; 0 when unknown.</summary>
    public long TimeUnixNano { get; init; }

    /// <summary>Where the body starts in its segment.</summary>
    public int BodyOffset { get; init; }

    /// <summary>How many bytes the body has.</summary>
    public int BodyLength { get; init; }

    /// <summary>Which of the batch's segments holds the body (see <see cref="LogBatch.Segment"/>).</summary>
    public ushort Segment { get; init; }

    /// <summary>The container's stream, or none.</summary>
    public LogStream Stream { get; init; }

    /// <summary>How bad it is.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>What happened to the body on the way.</summary>
    public LogRecordMarks Marks { get; init; }

    /// <summary>1-based index of the record's <see cref="LogRecordDetails"/> in the batch; 0 when it has none.</summary>
    public int Details { get; init; }

    /// <summary>
    /// The stable identity of the record (attribute <c>log.record.uid</c>, 32 hex digits): the same record sent twice has the same.
    /// 0 when the record has none.
    /// </summary>
    public Id128 Uid { get; init; }
}
