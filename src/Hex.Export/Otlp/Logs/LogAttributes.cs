namespace Hex.Export.Otlp.Logs;

/// <summary>Names of the attributes that a log record's own fields become.</summary>
internal static class LogAttributes
{
    /// <summary>Semantic conventions: the I/O stream of the record, <c>stdout</c> or <c>stderr</c>.</summary>
    public const string Stream = "log.iostream";

    /// <summary>Semantic conventions: a unique identifier of the record, by which receivers find repetitions.</summary>
    public const string Uid = "log.record.uid";

    /// <summary>True when the body was cut.</summary>
    public const string Truncated = "log.truncated";

    /// <summary>True when the line was no valid log line.</summary>
    public const string ParseError = "log.parse_error";
}
