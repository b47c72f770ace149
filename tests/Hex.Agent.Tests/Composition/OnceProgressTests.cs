using System.Text;
using Hex.Agent.Composition;
using Hex.Logs;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Agent.Tests.Composition;

public class OnceProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStream _output = new();
    private readonly LogReaderStatus _reader = new() { Bytes = 30 << 20, Files = [new("a", 20 << 20, 10 << 20, 0, 0)] };

    [Fact]
    public void Line_says_how_far_it_is_and_what_it_waits_for()
    {
        Assert.Equal("12,345 records delivered, 30 of 40 MiB read (75 %), 3 MiB/s", OnceProgress.Line(Status(null), _reader, TimeSpan.FromSeconds(10)));
        Assert.EndsWith("; waiting: wrong key", OnceProgress.Line(Status("wrong key"), _reader, TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        Assert.Contains("(0 %)", OnceProgress.Line(Status(null), new LogReaderStatus(), TimeSpan.Zero), StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_gets_one_line_drawn_anew()
    {
        var progress = new OnceProgress(_output, isTerminal: true, _time);
        progress.Show(Status(null), _reader);
        progress.Show(Status(null), _reader);
        progress.Clear();
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Equal(3, text.Split("\r\u001b[K").Length - 1);
        Assert.DoesNotContain('\n', text);
        Assert.EndsWith("\r\u001b[K", text, StringComparison.Ordinal);
    }

    [Fact]
    public void File_gets_a_plain_line_every_ten_seconds()
    {
        var progress = new OnceProgress(_output, isTerminal: false, _time);
        for (var tick = 0; tick < 41; tick++)
        {
            progress.Show(Status(null), _reader);
            _time.Advance(OnceProgress.Interval);
        }

        progress.Clear();
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Equal(2, text.Count(character => character == '\n'));
        Assert.DoesNotContain('\u001b', text);
    }

    private static LogPipelineStatus Status(string? held) => new()
    {
        Exporter = "otlp",
        RequestsInFlight = 0,
        BytesInFlight = 0,
        OldestUnacknowledged = default,
        HeldSince = null,
        HeldReason = held,
        RetryingSince = null,
        RetryReason = null,
        LastSuccess = null,
        RecordsRead = 12_345,
        RecordsDelivered = 12_345,
        RecordsRejected = 0,
        RecordsDropped = 0,
        Retries = 0,
        Sources = [],
    };
}
