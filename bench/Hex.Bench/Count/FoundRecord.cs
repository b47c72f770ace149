namespace Hex.Bench.Count;

/// <summary>What kind of record a file holds.</summary>
public enum FoundKind
{
    /// <summary>One line, or several parts and their end.</summary>
    Whole,

    /// <summary>Parts whose end can no longer come: the container was started again since.</summary>
    EndMissing,

    /// <summary>No log line of a runtime: the raw bytes.</summary>
    Malformed,
}

/// <summary>A record as the counter found it; valid only during the call.</summary>
public readonly ref struct FoundRecord
{
    /// <summary>The file it begins in.</summary>
    public required LogFile File { get; init; }

    /// <summary>What kind of record it is.</summary>
    public required FoundKind Kind { get; init; }

    /// <summary><c>stdout</c>, <c>stderr</c>, or empty for a malformed line.</summary>
    public required string Stream { get; init; }

    /// <summary>The time stamp of its first part, as written.</summary>
    public required ReadOnlySpan<byte> Time { get; init; }

    /// <summary>The content, parts joined.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>How many lines it was written in.</summary>
    public required int Lines { get; init; }
}
