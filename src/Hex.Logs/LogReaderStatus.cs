namespace Hex.Logs;

/// <summary>How the reader is doing.</summary>
public sealed record LogReaderStatus
{
    /// <summary>Records read so far.</summary>
    public long Records { get; init; }

    /// <summary>Bytes taken apart so far, uncompressed.</summary>
    public long Bytes { get; init; }

    /// <summary>Lines that were no log lines and went out raw, marked.</summary>
    public long ParseErrors { get; init; }

    /// <summary>Lines that were longer than the limit and went out cut, marked.</summary>
    public long TruncatedLines { get; init; }

    /// <summary>NUL bytes that were skipped between lines (a node's crash leaves them).</summary>
    public long NulBytes { get; init; }

    /// <summary>Files that became smaller than what was read of them and were read anew.</summary>
    public long Truncations { get; init; }

    /// <summary>Bytes of deleted files that were let go unread.</summary>
    public long LostBytes { get; init; }

    /// <summary>Deleted files that were let go, or gone before they could be opened.</summary>
    public long GivenUpFiles { get; init; }

    /// <summary>Attempts to open a file that failed for its permissions.</summary>
    public long UnreadableFiles { get; init; }

    /// <summary>Unacknowledged bytes of deleted files that are kept open.</summary>
    public long HeldBytes { get; init; }

    /// <summary>Times that records were given back and read again.</summary>
    public long Rewinds { get; init; }

    /// <summary>In a run with an end: files whose last line or part was unfinished and left for the next run.</summary>
    public long UnsentTails { get; init; }

    /// <summary>Failed writes of positions.</summary>
    public long PositionWriteFailures { get; init; }

    /// <summary>The files being read, as of the last look.</summary>
    public IReadOnlyList<LogFileStatus> Files { get; init; } = [];
}

/// <summary>How far one file is.</summary>
/// <param name="Path">Where it is, or was when it still had a name.</param>
/// <param name="Size">Its stored size in bytes (compressed for <c>.gz</c>).</param>
/// <param name="ReadOffset">Bytes taken apart, uncompressed.</param>
/// <param name="AcknowledgedOffset">Bytes whose records a backend has, uncompressed.</param>
/// <param name="Records">Records read of it since the reader opened it; those read again after a rewind count again.</param>
public readonly record struct LogFileStatus(string Path, long Size, long ReadOffset, long AcknowledgedOffset, long Records);
