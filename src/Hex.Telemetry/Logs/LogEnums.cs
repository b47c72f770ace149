namespace Hex.Telemetry;

/// <summary>Severity numbers of the OpenTelemetry log data model; only the first of each range is used.</summary>
public enum LogSeverity : byte
{
    /// <summary>Not known.</summary>
    Unspecified = 0,

    /// <summary>TRACE.</summary>
    Trace = 1,

    /// <summary>DEBUG.</summary>
    Debug = 5,

    /// <summary>INFO.</summary>
    Info = 9,

    /// <summary>WARN.</summary>
    Warn = 13,

    /// <summary>ERROR.</summary>
    Error = 17,

    /// <summary>FATAL.</summary>
    Fatal = 21,
}

/// <summary>Which of a container's streams a line came from (attribute <c>log.iostream</c>).</summary>
public enum LogStream : byte
{
    /// <summary>None: the record is no container line.</summary>
    None,

    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}

/// <summary>What happened to a record's body on the way.</summary>
[Flags]
public enum LogRecordMarks : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The body was longer than the limit and was cut (attribute <c>log.truncated</c>).</summary>
    Truncated = 1,

    /// <summary>The line was no valid log line: the body is the raw bytes (attribute <c>log.parse_error</c>).</summary>
    ParseError = 2,
}
