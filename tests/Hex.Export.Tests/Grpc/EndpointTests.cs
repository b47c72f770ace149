using Hex.Export.Grpc;

namespace Hex.Export.Tests.Grpc;

public class EndpointTests
{
    [Theory]
    [InlineData("ingest.example.com:4317", false, "https://ingest.example.com:4317")]
    [InlineData("ingest.example.com", false, "https://ingest.example.com:4317")]
    [InlineData("  ingest.example.com:443\n", false, "https://ingest.example.com:443")]
    [InlineData("https://ingest.example.com", false, "https://ingest.example.com:443")]
    [InlineData("HTTPS://ingest.example.com:8443/", false, "https://ingest.example.com:8443")]
    [InlineData("http://127.0.0.1:4317", true, "http://127.0.0.1:4317")]
    [InlineData("http://collector", true, "http://collector:80")]
    [InlineData("collector.ns.svc:4317", true, "http://collector.ns.svc:4317")]
    [InlineData("[::1]:4317", false, "https://[::1]:4317")]
    [InlineData("[fd00::12]", true, "http://[fd00::12]:4317")]
    public void Endpoint_is_understood(string text, bool insecure, string expected)
    {
        Assert.True(Endpoint.TryParse(text, insecure, out var endpoint, out var error), error);
        Assert.Equal(expected, endpoint.ToString());
        Assert.Equal(expected + "/", endpoint.Uri.ToString() is var uri && endpoint.Uri.IsDefaultPort ? expected + "/" : uri);
    }

    [Theory]
    [InlineData(null, false, "is empty")]
    [InlineData("  ", false, "is empty")]
    [InlineData("http://collector:4317", false, "plain text: set insecure: true")]
    [InlineData("https://collector:4317", true, "remove one")]
    [InlineData("grpc://collector:4317", false, "unknown scheme")]
    [InlineData("collector:0", false, "port from 1 to 65535")]
    [InlineData("collector:65536", false, "port from 1 to 65535")]
    [InlineData("collector:otlp", false, "port from 1 to 65535")]
    [InlineData("collector:", false, "port from 1 to 65535")]
    [InlineData("::1:4317", false, "brackets")]
    [InlineData("[::1", false, "brackets")]
    [InlineData("[collector]:4317", false, "brackets")]
    [InlineData("col lector:4317", false, "is not host:port")]
    [InlineData("https://collector:4318/v1/logs", false, "has a path")]
    [InlineData("collector:4317?x=1", false, "has a path or query")]
    [InlineData("bad\u001b[31m:4317", false, "'bad\\u001b[31m:4317'")]
    public void Endpoint_error_names_the_value_and_what_would_be_right(string? text, bool insecure, string expected)
    {
        Assert.False(Endpoint.TryParse(text, insecure, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoint_with_a_credential_is_refused_without_repeating_it()
    {
        Assert.False(Endpoint.TryParse("https://user:hunter2@collector:4317", false, out _, out var error));
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }
}
