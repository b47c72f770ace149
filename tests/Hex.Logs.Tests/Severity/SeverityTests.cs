using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hex.Logs.Severity;
using Hex.Telemetry;

namespace Hex.Logs.Tests.Severity;

public class SeverityTests
{
    [Theory]
    [InlineData("""{"ts":"2026-11-21T12:11:38Z","level":"info","msg":"order placed"}""", LogSeverity.Info)]
    [InlineData("""{"severity":"WARNING"}""", LogSeverity.Warn)]
    [InlineData("""{"lvl" : "eror", "level":"error"}""", LogSeverity.Error)]
    [InlineData("""{"log.level":"Critical","x":1}""", LogSeverity.Fatal)]
    [InlineData("""{"level":30,"msg":"pino"}""", LogSeverity.Info)]
    [InlineData("""{"http":{"level":"error"},"msg":"{\"level\":\"error\"}","level":"debug"}""", LogSeverity.Debug)]
    [InlineData("""{"msg":"the level\":\"error\" is quoted"}""", LogSeverity.Unspecified)]
    [InlineData("""{"a":[1,{"level":"error"},"]"],"level":"trace"}""", LogSeverity.Trace)]
    [InlineData("""{"level":"loud"}""", LogSeverity.Unspecified)]
    [InlineData("""{"level":"info""", LogSeverity.Unspecified)]
    [InlineData("{", LogSeverity.Unspecified)]
    [InlineData("""{"level":null}""", LogSeverity.Unspecified)]
    [InlineData("level=info msg=\"snapshot saved\" bytes=29", LogSeverity.Info)]
    [InlineData("ts=2026-11-21T12:11:38Z caller=x.go:12 level=warn msg=x", LogSeverity.Warn)]
    [InlineData("time=\"2026-11-21\" level=\"error\" msg=x", LogSeverity.Error)]
    [InlineData("sealevel=info", LogSeverity.Unspecified)]
    [InlineData("I1121 12:11:38.000000 1 main.go:1] hello", LogSeverity.Info)]
    [InlineData("E1121 node-logger load=8.75", LogSeverity.Error)]
    [InlineData("[ERROR] disk full", LogSeverity.Error)]
    [InlineData("ERROR disk full", LogSeverity.Error)]
    [InlineData("error: disk full", LogSeverity.Error)]
    [InlineData("FATAL: cannot connect to db:5432", LogSeverity.Fatal)]
    [InlineData("2026-11-21 12:11:40 INFO handled request 1", LogSeverity.Info)]
    [InlineData("[2026-11-21T12:11:40,123Z] [WARN] slow", LogSeverity.Warn)]
    [InlineData("12:11:40.123 DEBUG x", LogSeverity.Debug)]
    [InlineData("Information is power", LogSeverity.Info)]
    [InlineData("I think so", LogSeverity.Unspecified)]
    [InlineData("errors were found", LogSeverity.Unspecified)]
    [InlineData("hello world", LogSeverity.Unspecified)]
    [InlineData("", LogSeverity.Unspecified)]
    [InlineData("[", LogSeverity.Unspecified)]
    public void Severity_of_a_line(string line, LogSeverity expected) => Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(line)).Severity);

    [Fact]
    public void Trace_context_of_a_json_line()
    {
        var (severity, trace, span) = Read("""{"trace_id":"0af7651916cd43dd8448eb211c80319c","level":"info","span_id":"b7ad6b7169203331"}"""u8);
        Assert.Equal(LogSeverity.Info, severity);
        Assert.Equal(new Id128(0x0af7651916cd43dd, 0x8448eb211c80319c), trace);
        Assert.Equal(0xb7ad6b7169203331, span);
    }

    [Theory]
    [InlineData("""{"trace_id":"0af7651916cd43dd8448eb211c80319","span_id":"b7ad6b716920333"}""")]
    [InlineData("""{"trace_id":"0af7651916cd43dd8448eb211c80319x","span_id":"b7ad6b716920333g"}""")]
    [InlineData("""{"trace_id":17,"span_id":null}""")]
    [InlineData("""{"msg":"trace_id\":\"0af7651916cd43dd8448eb211c80319c"}""")]
    public void What_is_no_trace_context_is_left_alone(string line)
    {
        var (_, trace, span) = Read(Encoding.UTF8.GetBytes(line));
        Assert.Equal(default, trace);
        Assert.Equal(0UL, span);
    }

    [Fact]
    public void Strings_of_every_length_and_with_escapes_anywhere_are_passed_over_whole()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var fields = new JsonObject();
            for (var count = random.Next(4); count > 0; count--)
            {
                fields[Text(random)] = Text(random);
            }

            fields["level"] = "warn";
            for (var count = random.Next(3); count > 0; count--)
            {
                fields[Text(random)] = Text(random);
            }

            var line = fields.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            Assert.True(Read(Encoding.UTF8.GetBytes(line)).Severity == LogSeverity.Warn, line);
        }
    }

    // Quotes, backslashes and braces around the 16 bytes that are looked at together; "level" cannot come of it.
    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(8) == 0 ? "\"\\{},: "[random.Next(7)] : 'x')) + random.Next(1_000_000);

    internal static (LogSeverity Severity, Id128 Trace, ulong Span) Read(ReadOnlySpan<byte> line)
    {
        var severity = LineFields.Read(line, out var trace, out var span);
        return (severity, trace, span);
    }
}
