using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>A wrong value gives an answer that leads out.</summary>
public class BadValueTests
{
    [Theory]
    [InlineData("profile=ekss", "profile: profile must be one of the following: \"eks\", \"gke\"")]
    [InlineData("server.apikey=x", "server: Additional property apikey is not allowed")]
    [InlineData("colectors.pod.enabled=true", "(root): Additional property colectors is not allowed")]
    [InlineData("collectors.pods.enabled=true", "collectors: Additional property pods is not allowed")]
    [InlineData("collectors.pod.interval=30", "collectors.pod.interval: Invalid type. Expected: string, given: integer")]
    [InlineData("server.endpoint=https://a.example.com/v1/logs", "server.endpoint: Does not match pattern")]
    [InlineData("logs.startAt=begin", "logs.startAt: logs.startAt must be one of the following: \"end\", \"beginning\"")]
    [InlineData("logs.maxLineBytes=1Mi", "logs.maxLineBytes: Does not match pattern")]
    [InlineData("exporters={otlp,console}", "exporters: Array must have at most 1 items")]
    [InlineData("http.port=0", "http.port: Must be greater than or equal to 1")]
    [InlineData("security.preset=privileged", "security.preset: security.preset must be one of the following: \"default\", \"selinux\", \"root-reader\"")]
    [InlineData("image.digest=sha256:1", "image.digest: Does not match pattern")]
    [InlineData("updateStrategy.maxUnavailable=0", "updateStrategy.maxUnavailable: Must be greater than or equal to 1")]
    [InlineData("shutdown.timeout=1m", "shutdown.timeout: Does not match pattern")]
    [InlineData("extraEnv[0].nam=x", "extraEnv.0: name is required")]
    public async Task Schema_says_where_it_is(string value, string expected) =>
        Assert.Contains(expected, await Chart.ProblemAsync([.. Chart.Server, "--set", value]), StringComparison.Ordinal);

    [Theory]
    [InlineData("server.apiKey=k", "server.endpoint is needed: --set server.endpoint=")]
    [InlineData("server.endpoint=a:1", "no credential: set server.apiKey, server.agentToken or server.existingSecret, or server.credential=none")]
    [InlineData("server.endpoint=a:1,server.existingSecret=s,server.apiKey=k", "server.existingSecret replaces server.apiKey")]
    [InlineData("server.endpoint=a:1,server.apiKey=k,server.agentToken={}", "Expected: string, given: array")]
    [InlineData("server.endpoint=a:1,server.agentToken=secret-token", "server.agentToken is not the text of an agent token file")]
    [InlineData("server.endpoint=a:1,server.apiKey=k,server.tls.ca=/tmp/ca.pem", "server.tls.ca is not the text of a PEM file: use --set-file")]
    [InlineData("server.endpoint=a:1,server.credential=agentToken,server.apiKey=k", "set server.agentToken or server.existingSecret")]
    public async Task Values_that_do_not_go_together_are_named(string values, string expected)
    {
        var problem = await Chart.ProblemAsync("--set", values);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", problem, StringComparison.Ordinal);
    }
}
