using Hex.Export.Grpc;
using Hex.Export.Grpc.Proxy;

namespace Hex.Export.Tests.Grpc;

public class ProxyChoiceTests
{
    [Theory]
    [InlineData("ingest.example.com:443", "", "HTTPS_PROXY=http://proxy:3128", "http://proxy:3128 (from HTTPS_PROXY)")]
    [InlineData("ingest.example.com:443", "", "https_proxy=proxy:3128", "http://proxy:3128 (from https_proxy)")]
    [InlineData("ingest.example.com:443", "", "HTTPS_PROXY=proxy", "http://proxy:80 (from HTTPS_PROXY)")]
    [InlineData("ingest.example.com:443", "", "HTTPS_PROXY=https://proxy/", "https://proxy:443 (from HTTPS_PROXY)")]
    [InlineData("ingest.example.com:443", "", "HTTP_PROXY=http://proxy:3128", "direct")]
    [InlineData("ingest.example.com:443", "", "HTTPS_PROXY=http://proxy:3128;NO_PROXY=example.com", "direct")]
    [InlineData("ingest.example.com:443", "", "HTTPS_PROXY=http://proxy:3128;no_proxy=.example.com", "direct")]
    [InlineData("10.1.2.3:443", "", "HTTPS_PROXY=http://proxy:3128;NO_PROXY=10.0.0.0/8", "direct")]
    [InlineData("localhost:443", "", "HTTPS_PROXY=http://proxy:3128", "direct")]
    [InlineData("127.0.0.5:443", "", "HTTPS_PROXY=http://proxy:3128", "direct")]
    [InlineData("[::1]:443", "", "HTTPS_PROXY=http://proxy:3128", "direct")]
    [InlineData("ingest.example.com:443", "corp:8080", "HTTPS_PROXY=http://proxy:3128;NO_PROXY=*", "http://corp:8080 (from proxy)")]
    [InlineData("localhost:443", "http://corp:8080", "", "http://corp:8080 (from proxy)")]
    [InlineData("ingest.example.com:443", "http://[fd00::1]:8080", "", "http://[fd00::1]:8080 (from proxy)")]
    public void Proxy_is_chosen_by_option_then_environment(string endpoint, string option, string environment, string expected)
    {
        Assert.True(Choose(endpoint, false, option, environment, out var choice, out var error), error);
        Assert.Equal(expected, choice!.ToString());
    }

    [Fact]
    public void User_and_password_reach_the_handler_but_no_text()
    {
        Assert.True(Choose("ingest.example.com:443", false, "http://us%40er:p%3Ass@proxy:3128", "", out var choice, out _));
        var credential = choice!.Credentials!.GetCredential(choice.Address!, "Basic")!;
        Assert.Equal(("us@er", "p:ss"), (credential.UserName, credential.Password));
        Assert.Equal("http://proxy:3128 (from proxy)", choice.ToString());
        Assert.DoesNotContain("@", choice.Address!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks5://user:hunter2@proxy:1080", "http:// or https://")]
    [InlineData("http://user:hunter2@proxy:port", "is not a proxy address")]
    [InlineData("http://user:hunter2@", "is not a proxy address")]
    public void A_bad_proxy_is_refused_without_its_password(string proxy, string expected)
    {
        Assert.False(Choose("ingest.example.com:443", false, proxy, "", out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://proxy:3128", "")]
    [InlineData("", "HTTP_PROXY=http://proxy:3128")]
    public void Plain_text_through_a_proxy_is_a_configuration_error(string option, string environment)
    {
        Assert.False(Choose("collector.example.com:4317", true, option, environment, out _, out var error));
        Assert.Contains("cannot pass an HTTP proxy", error, StringComparison.Ordinal);
    }

    private static bool Choose(string endpoint, bool insecure, string option, string environment, out ProxyChoice? choice, out string? error)
    {
        Assert.True(Endpoint.TryParse(endpoint, insecure, out var parsed, out _));
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return ProxyChoice.TryChoose(parsed, option, variables.GetValueOrDefault, out choice, out error);
    }
}
