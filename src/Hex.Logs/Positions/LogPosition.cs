namespace Hex.Logs.Positions;

/// <summary>
/// How far each stream of a file is done: every line of the stream that starts before its offset (uncompressed) is acknowledged.
/// The two differ while a record of one stream is unfinished and lines of the other went out.
/// </summary>
internal readonly record struct LogPosition(long Stdout, long Stderr)
{
    /// <summary>Where reading resumes; lines of a stream before its own offset are skipped then.</summary>
    public long Resume => Math.Min(Stdout, Stderr);

    public static LogPosition At(long offset) => new(offset, offset);
}
