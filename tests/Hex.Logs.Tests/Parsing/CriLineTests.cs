using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hex.Logs.Parsing;
using Hex.Telemetry;

namespace Hex.Logs.Tests.Parsing;

public class CriLineTests
{
    [Theory]
    [InlineData("2026-11-21T12:11:38.763446885Z stdout F hello", LogStream.Stdout, false, "hello", 763446885)]
    [InlineData("2026-11-21T12:11:38.7634Z stderr P part", LogStream.Stderr, true, "part", 763400000)]
    [InlineData("2026-11-21T12:11:38Z stdout F ", LogStream.Stdout, false, "", 0)]
    [InlineData("2026-11-21T12:11:38Z stdout F", LogStream.Stdout, false, "", 0)]
    [InlineData("2026-11-21T12:11:38.000000001Z stdout F:extra:tags x y", LogStream.Stdout, false, "x y", 1)]
    [InlineData("2026-11-21T12:11:38.1234567891234Z stdout F more digits than nanoseconds", LogStream.Stdout, false, "more digits than nanoseconds", 123456789)]
    [InlineData("2026-11-21T14:11:38.5+02:00 stdout F offset", LogStream.Stdout, false, "offset", 500000000)]
    [InlineData("2026-11-21T01:41:38.5-10:30 stdout F offset", LogStream.Stdout, false, "offset", 500000000)]
    public void Line_is_taken_apart(string line, LogStream stream, bool part, string content, long nanos)
    {
        Assert.True(CriLine.TryParse(Encoding.UTF8.GetBytes(line), new Rfc3339Nano(), out var parsed));
        Assert.Equal(stream, parsed.Stream);
        Assert.Equal(part, parsed.IsPart);
        Assert.Equal(content, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line).AsSpan(parsed.ContentStart, parsed.ContentLength)));
        Assert.Equal(UnixNano.From(new DateTimeOffset(2026, 11, 21, 12, 11, 38, TimeSpan.Zero)) + nanos, parsed.TimeUnixNano);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("2026-11-21T12:11:38.763446885Z")]
    [InlineData("2026-11-21T12:11:38.763446885Z stdout")]
    [InlineData("2026-11-21T12:11:38.763446885Z stdin F x")]
    [InlineData("2026-11-21T12:11:38.763446885Z stdout X x")]
    [InlineData("2026-11-21T12:11:38.763446885Z stdout Fx")]
    [InlineData("2026-13-21T12:11:38Z stdout F x")]
    [InlineData("2026-02-30T12:11:38Z stdout F x")]
    [InlineData("2026-11-21T25:11:38Z stdout F x")]
    [InlineData("2026-11-21T12:11:38. stdout F x")]
    [InlineData("2026-11-21T12:11:38.5+2:00 stdout F x")]
    [InlineData("2026-11-21T12:1a:38Z stdout F x")]
    public void Other_text_is_no_line(string line) =>
        Assert.False(CriLine.TryParse(Encoding.UTF8.GetBytes(line), new Rfc3339Nano(), out _));

    [Fact]
    public void Times_are_right_when_seconds_change_back_and_forth()
    {
        var times = new Rfc3339Nano();
        foreach (var second in (int[])[38, 39, 38, 0, 59, 38])
        {
            var text = Encoding.UTF8.GetBytes($"2026-11-21T12:11:{second:00}.25Z");
            Assert.True(times.TryParse(text, out var nanos, out var length));
            Assert.Equal(text.Length, length);
            Assert.Equal(UnixNano.From(new DateTimeOffset(2026, 11, 21, 12, 11, second, 250, TimeSpan.Zero)), nanos);
        }
    }

    [Fact]
    public void Fractions_of_every_length_and_with_any_byte_in_them_are_read_as_a_regular_expression_reads_them()
    {
        var random = new Random(11);
        var times = new Rfc3339Nano();
        var whole = UnixNano.From(new DateTimeOffset(2026, 11, 21, 12, 11, 38, TimeSpan.Zero));
        for (var i = 0; i < 20_000; i++)
        {
            var fraction = string.Concat(Enumerable.Range(0, random.Next(1, 13)).Select(_ => (char)('0' + random.Next(10)))).ToCharArray();
            if (random.Next(2) == 0)
            {
                fraction[random.Next(fraction.Length)] = (char)random.Next(128);
            }

            var text = $"2026-11-21T12:11:38.{new string(fraction)}Z stdout F x";
            var expected = Regex.Match(text[20..], "^[0-9]+(?=[Zz])");
            Assert.Equal(expected.Success, times.TryParse(Encoding.ASCII.GetBytes(text), out var nanos, out var length));
            if (expected.Success)
            {
                Assert.Equal((whole + long.Parse(expected.Value.PadRight(9, '0')[..9], CultureInfo.InvariantCulture), 21 + expected.Length), (nanos, length));
            }
        }
    }

    [Fact]
    public void Text_that_is_no_time_is_not_taken_for_the_last_one()
    {
        var times = new Rfc3339Nano();
        Assert.False(times.TryParse(new byte[40], out _, out _));
        Assert.False(times.TryParse(Enumerable.Repeat((byte)0xff, 40).ToArray(), out _, out _));
        Assert.True(times.TryParse("2026-11-21T12:11:38.5Z"u8, out var before, out _));
        Assert.False(times.TryParse("2026-13-21T12:11:38.5Z"u8, out _, out _));
        Assert.False(times.TryParse("2026-13-21T12:11:38.5Z"u8, out _, out _));
        Assert.True(times.TryParse("2026-11-21T12:11:38.5Z"u8, out var after, out _));
        Assert.Equal(before, after);
    }

    [Fact]
    public void No_text_throws()
    {
        var random = new Random(7);
        var times = new Rfc3339Nano();
        var docker = new DockerLine();
        var valid = Encoding.UTF8.GetBytes("2026-11-21T12:11:38.763446885Z stdout F {\"level\":\"info\"}");
        for (var i = 0; i < 20_000; i++)
        {
            var line = valid.ToArray();
            for (var changes = random.Next(4); changes >= 0; changes--)
            {
                line[random.Next(line.Length)] = (byte)random.Next(256);
            }

            var cut = line.AsSpan(0, random.Next(line.Length + 1));
            _ = CriLine.TryParse(cut, times, out _);
            _ = docker.TryParse(cut, times, out _);
            Severity.SeverityTests.Read(cut);
        }
    }
}
