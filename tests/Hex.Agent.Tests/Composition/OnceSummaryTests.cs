using Hex.Agent.Composition;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Tests.Composition;

public class OnceSummaryTests
{
    private static readonly LogReaderStatus AllRead = new() { Bytes = 10 << 20 };

    [Fact]
    public void Everything_delivered_is_complete()
    {
        var summary = OnceSummary.Of(new LogRunResult(LogRunEnd.Completed, 1000, 1000, 0, 0), AllRead with { UnsentTails = 2 }, TimeSpan.FromSeconds(2), cause: null);
        Assert.True(summary.IsComplete);
        Assert.Equal(
            ["1,000 records delivered of 1,000 read, 10.0 MiB in 2.0 s (5 MiB/s).", "2 files end in an unfinished line or part, which is left for the next run."],
            summary.Lines());
    }

    public static TheoryData<string, LogRunResult, LogReaderStatus, string?> Incomplete => new()
    {
        { "1 records were read and not acknowledged; the next run sends them", new(LogRunEnd.Stopped, 10, 9, 0, 0), AllRead, null },
        { "1 records were rejected by the server (partial success)", new(LogRunEnd.Completed, 10, 9, 1, 0), AllRead, null },
        { "1 records were refused by the server for what they hold", new(LogRunEnd.Completed, 10, 9, 0, 1), AllRead, null },
        { "3 times a file could not be opened", new(LogRunEnd.Completed, 10, 10, 0, 0), AllRead with { UnreadableFiles = 3 }, null },
        { "5 bytes were lost with files that were deleted", new(LogRunEnd.Completed, 10, 10, 0, 0), AllRead with { LostBytes = 5 }, null },
        {
            "1 times positions could not be written; the next run sends again what this one sent", new(LogRunEnd.Completed, 10, 10, 0, 0),
            AllRead with { PositionWriteFailures = 1 }, null
        },
        { "Ended early: the disk is on fire.", new(LogRunEnd.Completed, 10, 10, 0, 0), AllRead, "the disk is on fire" },
        { "Stopped before the end; the next run goes on from here.", new(LogRunEnd.Stopped, 10, 10, 0, 0), AllRead, null },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Anything_left_is_said_and_not_complete(string line, LogRunResult result, LogReaderStatus reader, string? cause)
    {
        var summary = OnceSummary.Of(result, reader, TimeSpan.FromSeconds(1), cause);
        Assert.False(summary.IsComplete);
        Assert.Contains(summary.Lines(), one => one == line || one == $"Not everything was delivered: {line}.");
    }
}
