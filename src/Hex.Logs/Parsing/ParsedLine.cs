using Hex.Telemetry;

namespace Hex.Logs.Parsing;

/// <summary>One physical line of a log file, taken apart.</summary>
internal readonly ref struct ParsedLine
{
    public long TimeUnixNano { get; init; }

    public LogStream Stream { get; init; }

    /// <summary>True for a part whose line goes on in the stream's next physical line.</summary>
    public bool IsPart { get; init; }

    /// <summary>Where the content starts in the line; -1 when the content is not in the line but in <see cref="Decoded"/>.</summary>
    public int ContentStart { get; init; }

    public int ContentLength { get; init; }

    /// <summary>The content where it had to be decoded (Docker's JSON escapes).</summary>
    public ReadOnlySpan<byte> Decoded { get; init; }
}
