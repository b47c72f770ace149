using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Logging;
using Hex.Testing;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Tests.Logging;

public partial class LogLineTests
{
    private readonly MemoryStream _output = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    [Fact]
    public void Json_line_holds_message_values_and_cause()
    {
        Events.Unreadable(Logger(LogFormat.Json), "/var/log/x", 3, new IOException("Permission denied"));
        using var line = JsonDocument.Parse(Text());
        Assert.Equal(
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"warn\",\"logger\":\"Hex.Test\",\"event\":7,\"message\":\"Cannot read /var/log/x for 3 s\","
            + "\"values\":{\"Path\":\"/var/log/x\",\"Seconds\":3},\"exception\":\"Permission denied\"}\n",
            Text());
    }

    [Fact]
    public void Text_line_is_for_people()
    {
        Events.Unreadable(Logger(LogFormat.Text), "/var/log/x", 3, new IOException("Permission denied", new IOException("13")));
        Assert.Equal("03:04:05.678 warn  Cannot read /var/log/x for 3 s: Permission denied → 13 [Hex.Test 7]\n", Text());
    }

    [Fact]
    public void Level_is_kept()
    {
        var logger = new AgentLoggerFactory(_output, LogLevel.Error, LogFormat.Json, _time).CreateLogger("Hex.Test");
        Events.Unreadable(logger, "/var/log/x", 3, null);
        Assert.Equal(0, _output.Length);
    }

    [Fact]
    public void Any_text_is_one_json_object_on_one_line()
    {
        Prop.ForAll<string?>(text =>
        {
            _output.SetLength(0);
            _time.Advance(TimeSpan.FromHours(1));
            Events.Unreadable(Logger(LogFormat.Json), text ?? "", 3, null);
            var line = Text();
            using var parsed = JsonDocument.Parse(line);
            return line.Count(character => character == '\n') == 1 && parsed.RootElement.GetProperty("event").GetInt32() == 7;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_line_lets_no_control_character_through()
    {
        Events.Unreadable(Logger(LogFormat.Text), "\u001b[2Jx\r\ny", 3, null);
        Assert.DoesNotContain(Text(), character => char.IsControl(character) && character != '\n');
        Assert.Contains("\n    y", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_output_is_no_failure()
    {
        var logger = new AgentLoggerFactory(new BrokenPipe(), LogLevel.Information, LogFormat.Json, _time).CreateLogger("Hex.Test");
        Events.Unreadable(logger, "x", 1, null);
    }

    private ILogger Logger(LogFormat format) => new AgentLoggerFactory(_output, LogLevel.Information, format, _time).CreateLogger("Hex.Test");

    private string Text() => Encoding.UTF8.GetString(_output.ToArray());

    private static partial class Events
    {
        [LoggerMessage(7, LogLevel.Warning, "Cannot read {Path} for {Seconds} s")]
        public static partial void Unreadable(ILogger logger, string path, int seconds, Exception? cause);
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
