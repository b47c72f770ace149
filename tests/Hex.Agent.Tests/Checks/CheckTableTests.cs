using Hex.Agent.Checks;

namespace Hex.Agent.Tests.Checks;

public class CheckTableTests
{
    [Fact]
    public void Line_says_what_was_found_and_what_would_help()
    {
        Assert.Equal("endpoint                             ok       answered\n", Write(CheckResult.Ok("endpoint", "answered")));
        Assert.Equal(
            "endpoint                             FAILED   closed\n                                     →        open it\n", Write(CheckResult.Failed("endpoint", "closed", "open it")));
    }

    [Fact]
    public void Hostile_text_does_not_play_with_the_terminal() => Assert.DoesNotContain('\u001b', Write(CheckResult.Failed("a\u001b[2J", "b\u001b[2J\nendpoint ok", "c\r")));

    private static string Write(CheckResult result)
    {
        using var output = new StringWriter();
        CheckTable.Write(result, output);
        return output.ToString();
    }
}
