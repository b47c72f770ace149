using System.Text;
using System.Text.RegularExpressions;
using Hex.Agent.Http.Pages;
using Hex.Logs;
using Hex.Testing;

namespace Hex.Agent.Tests.Http;

public class StatusPageTests
{
    [Fact]
    public void Page_says_what_there_is()
    {
        var page = Page("node-a");
        foreach (var text in new[] { "node-a", "1,234,000", "20,544", "47.0 MiB", "12 s ago", "85 ms", "no permission", "1.0 MiB", "Delivering", "leads", "20,000", "host metrics show" })
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.Contains("<meta http-equiv=refresh", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        var page = Page("node-a");
        Assert.DoesNotMatch(@"(src|href)\s*=\s*[""']?(https?:)?//", page);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_texts_are_only_text()
    {
        var page = Page(SampleStatus.Hostile, SampleStatus.Hostile);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u202e", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", page, StringComparison.Ordinal);

        // The same markup comes out whatever the texts are.
        Assert.Equal(Tags(Page("x", "y")), Tags(page));
    }

    [Fact]
    public void Long_texts_are_cut() => Assert.True(Page(new string('x', 1_000_000), new string('y', 1_000_000)).Length < 60_000);

    [Fact]
    public void Policy_lets_the_pages_own_style_in_and_no_script()
    {
        var style = Page("x").Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"style-src 'sha256-{hash}'", PageStyle.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", PageStyle.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", Page("x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_files_make_no_long_page()
    {
        var status = SampleStatus.Of("x");
        var files = Enumerable.Range(0, 5000).Select(i => new LogFileStatus($"/var/log/pods/{i}", 1000, i, 0, 0)).ToList();
        var page = Encoding.UTF8.GetString(StatusPage.Write(status with { Reader = status.Reader! with { Files = files } }, LogRates.Unknown));
        Assert.Contains("5,000 open", page, StringComparison.Ordinal);
        Assert.Contains("/var/log/pods/0<", page, StringComparison.Ordinal);
        Assert.True(page.Length < 60_000);
    }

    [Fact]
    public void Rates_are_of_the_time_since_the_last_look()
    {
        var time = new FakeTimeProvider();
        var rates = new FileRates(time);
        Assert.Null(rates.Next(Reader(100, 1000)).RecordsPerSecond);
        time.Advance(TimeSpan.FromSeconds(2));
        var second = rates.Next(Reader(300, 5000));
        Assert.Equal(100, second.RecordsPerSecond);
        Assert.Equal(new FileRate(100, 2000), second.Files["a"]);
        time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Same(second, rates.Next(Reader(301, 5001)));

        static LogReaderStatus Reader(long records, long offset) => new() { Records = records, Files = [new LogFileStatus("a", offset, offset, offset, records)] };
    }

    [Theory]
    [InlineData("/var/log/pods/shop_checkout-7d9f_0b1c/app/0.log", "shop/checkout-7d9f/app/0.log")]
    [InlineData("/var/log/pods/shop_checkout-7d9f_0b1c/app/0.log.20261121-112233.gz", "shop/checkout-7d9f/app/0.log.20261121-112233.gz")]
    [InlineData("/var/log/odd/0.log", "/var/log/odd/0.log")]
    [InlineData("", "")]
    public void Files_are_named_by_pod_and_container(string path, string expected) => Assert.Equal(expected, Hex.Agent.Http.Pages.Sections.LogFileSection.Name(path));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(150d * 1024 * 1024, "150 MiB")]
    public void Bytes_are_said_in_words(double bytes, string expected) => Assert.Equal(expected, Words.Bytes(bytes));

    [Theory]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(85, "85 ms")]
    [InlineData(1500, "1.5 s")]
    [InlineData(61_000, "1 min 1 s")]
    [InlineData(3_600_000, "1 h 0 min")]
    [InlineData(100_000_000, "1 d 3 h")]
    [InlineData(-5, "0 s")]
    public void Durations_are_said_in_words(double milliseconds, string expected) => Assert.Equal(expected, Words.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    private static string Page(string text, string? trouble = null) => Encoding.UTF8.GetString(StatusPage.Write(SampleStatus.Of(text, trouble), LogRates.Unknown));

    private static string[] Tags(string page) => [.. Regex.Matches(page, "<[^>]*>").Select(match => match.Value).Where(tag => !tag.StartsWith("<link", StringComparison.Ordinal))];
}
