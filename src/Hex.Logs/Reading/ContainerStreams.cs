using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>
/// What a container's two streams are in the middle of. It outlives a generation: the stream goes on in the next file, so a line whose first parts
/// are the last of one file is finished by the first of the next.
/// </summary>
internal sealed class ContainerStreams
{
    public ContainerStreams() => All = [Stdout, Stderr];

    public StreamState Stdout { get; } = new(LogStream.Stdout);

    public StreamState Stderr { get; } = new(LogStream.Stderr);

    public StreamState[] All { get; }

    /// <summary>The file that the streams' resume offsets are of.</summary>
    public LogFile? ResumeFile { get; private set; }

    public bool IsOpen => Stdout.IsOpen || Stderr.IsOpen;

    /// <summary>True when multi-line records wait for their next line.</summary>
    public bool HasGroups => Stdout.Group.IsOpen || Stderr.Group.IsOpen;

    public StreamState this[LogStream stream] => stream == LogStream.Stdout ? Stdout : Stderr;

    /// <summary>
    /// Starts reading a file from a position. When it continues the file before (<paramref name="carry"/>), what is in the making goes on with it,
    /// stream by stream; a stream that is past the new file's start has had its line finished there.
    /// </summary>
    public void Enter(LogFile file, LogPosition from, bool carry, CommitQueue commits, ByteBudget budget)
    {
        Enter(Stdout, file, from.Stdout, carry, commits, budget);
        Enter(Stderr, file, from.Stderr, carry, commits, budget);

        ResumeFile = file;
        Stdout.ResumeAt = from.Stdout;
        Stderr.ResumeAt = from.Stderr;
    }

    /// <summary>How far the file being read is done.</summary>
    public LogPosition SafePosition(LogFile file)
    {
        var offset = file.SkippingFrom >= 0 ? file.SkippingFrom : file.ReadOffset;
        return new LogPosition(Math.Max(Stdout.SafePosition(file, offset), Stdout.ResumeAt), Math.Max(Stderr.SafePosition(file, offset), Stderr.ResumeAt));
    }

    /// <summary>How far an earlier generation is done, which is read to its end: up to what is still in the making.</summary>
    public LogPosition SafePositionOfEarlier(LogFile file) =>
        new(Stdout.SafePosition(file, file.ReadOffset), Stderr.SafePosition(file, file.ReadOffset));

    private static void Enter(StreamState state, LogFile file, long from, bool carry, CommitQueue commits, ByteBudget budget)
    {
        if (carry && from == 0)
        {
            state.Parts.CarryOver(file);
            state.Group.CarryOver(file);
            return;
        }

        if (carry)
        {
            foreach (var earlier in (LogFile[])[.. state.Parts.Files, .. state.Group.Files])
            {
                commits.Advance(earlier, LogPosition.At(earlier.ReadOffset));
            }
        }

        state.Discard(budget);
    }
}
