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
    public void Enter(LogFile file, LogPosition from, bool carry, ByteBudget budget)
    {
        Enter(Stdout, from.Stdout, carry, budget);
        Enter(Stderr, from.Stderr, carry, budget);

        ResumeFile = file;
        Stdout.ResumeAt = from.Stdout;
        Stderr.ResumeAt = from.Stderr;
    }

    /// <summary>How far a file is done when it is read up to its read offset.</summary>
    public LogPosition SafePosition(LogFile file)
    {
        var offset = file.SkippingFrom >= 0 ? file.SkippingFrom : file.ReadOffset;
        return new LogPosition(Stdout.SafePosition(offset), Stderr.SafePosition(offset));
    }

    /// <summary>How far an earlier generation is done, which is read to its end: up to what is still in the making.</summary>
    public LogPosition SafePositionOfEarlier(LogFile file) => new(Earlier(Stdout, file), Earlier(Stderr, file));

    private static void Enter(StreamState state, long from, bool carry, ByteBudget budget)
    {
        if (carry && from == 0)
        {
            state.Parts.CarryOver();
            state.Group.CarryOver();
            return;
        }

        var origin = state.Parts.Origin ?? state.Group.Origin;
        state.Discard(budget);
        if (carry && origin is { IsReadComplete: true })
        {
            origin.Commits.Advance(LogPosition.At(origin.ReadOffset));
        }
    }

    private static long Earlier(StreamState state, LogFile file)
    {
        var offset = file.ReadOffset;
        foreach (var buffer in (ReadOnlySpan<RecordBuffer>)[state.Parts, state.Group])
        {
            if (buffer.IsOpen && ReferenceEquals(buffer.Origin, file))
            {
                offset = Math.Min(offset, buffer.Start);
            }
        }

        return offset;
    }
}
