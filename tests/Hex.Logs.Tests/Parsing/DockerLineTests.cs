using System.Text;
using Hex.Logs.Parsing;
using Hex.Telemetry;

namespace Hex.Logs.Tests.Parsing;

public class DockerLineTests
{
    [Theory]
    [InlineData("""{"log":"hello\n","stream":"stdout","time":"2026-11-21T12:11:38.5Z"}""", LogStream.Stdout, false, "hello")]
    [InlineData("""{"log":"part","stream":"stderr","time":"2026-11-21T12:11:38.5Z"}""", LogStream.Stderr, true, "part")]
    [InlineData("""{"log":"a \"b\" \u003c\u00e9\ud83d\ude00\n","stream":"stdout","attrs":{"x":["y"]},"time":"2026-11-21T12:11:38.5Z"}""", LogStream.Stdout, false, "a \"b\" <é😀")]
    [InlineData("""{"log":"\n","stream":"stdout","time":"2026-11-21T12:11:38.5Z"}""", LogStream.Stdout, false, "")]
    public void Line_is_taken_apart(string line, LogStream stream, bool part, string content)
    {
        Assert.True(new DockerLine().TryParse(Encoding.UTF8.GetBytes(line), new Rfc3339Nano(), out var parsed));
        Assert.Equal(stream, parsed.Stream);
        Assert.Equal(part, parsed.IsPart);
        Assert.Equal(content, Encoding.UTF8.GetString(parsed.Decoded));
    }

    [Theory]
    [InlineData("""{"log":"x\n","stream":"stdout"}""")]
    [InlineData("""{"log":"x\n","time":"2026-11-21T12:11:38.5Z"}""")]
    [InlineData("""{"stream":"stdout","time":"2026-11-21T12:11:38.5Z"}""")]
    [InlineData("""{"log":5,"stream":"stdout","time":"2026-11-21T12:11:38.5Z"}""")]
    [InlineData("""{"log":"x\n","stream":["stdout"],"time":"2026-11-21T12:11:38.5Z"}""")]
    [InlineData("""{"log":"x\n","stream":"stdout","time":"yesterday"}""")]
    [InlineData("""{"log":"x\n","stream":"stdout","time":"2026-11-21T12:11:38.5Z""")]
    [InlineData("[]")]
    public void Other_text_is_no_line(string line) =>
        Assert.False(new DockerLine().TryParse(Encoding.UTF8.GetBytes(line), new Rfc3339Nano(), out _));
}
