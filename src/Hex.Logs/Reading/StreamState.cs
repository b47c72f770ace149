using Hex.Logs.Files;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>What one stream of a container is in the middle of.</summary>
internal sealed class StreamState(LogStream stream)
{
    public LogStream Stream { get; } = stream;

    /// <summary>Lines of this stream that start before it were acknowledged in an earlier run.</summary>
    public long ResumeAt { get; set; }

    /// <summary>A line whose parts are being joined.</summary>
    public RecordBuffer Parts { get; } = new();

    /// <summary>Lines that are being joined to one multi-line record.</summary>
    public RecordBuffer Group { get; } = new();

    public bool IsOpen => Parts.IsOpen || Group.IsOpen;

    /// <summary>How far the stream is done in a file that is read up to <paramref name="offset"/>.</summary>
    public long SafePosition(LogFile file, long offset) => Parts.Bound(file, Group.Bound(file, offset));

    public void Discard(ByteBudget budget)
    {
        Parts.Discard(budget);
        Group.Discard(budget);
    }
}
