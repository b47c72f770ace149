using System.Text.Json;
using Hex.Shared;
using Hex.Testing.Otlp;

namespace Hex.Deploy.Tests.Images;

/// <summary>The image does its work without root, without a capability, and with a root file system it cannot write.</summary>
public class ImageTests(AgentImage image) : IClassFixture<AgentImage>
{
    private static readonly string[] Once =
        ["run", "--once", "--set", "profile=none", "logs.enabled=true", "collectors.self.enabled=false", "http.listen=", "shutdown.timeout=3s"];

    [Fact]
    public async Task Runs_as_nobody_in_particular()
    {
        image.Require();
        var status = (await image.RunAsync(["--network=none", "--entrypoint=/usr/bin/curl"], "-s", "file:///proc/self/status")).Good().Split('\n');
        Assert.Contains("Uid:\t10001\t10001\t10001\t10001", status);
        Assert.Contains("Gid:\t10001\t10001\t10001\t10001", status);
        Assert.All(["CapPrm", "CapEff", "CapBnd", "CapAmb"], name => Assert.Contains($"{name}:\t0000000000000000", status));
        var written = await image.RunAsync(["--network=none", "--entrypoint=/usr/bin/curl"], "-s", "-o", "/tmp/x", "file:///etc/passwd");
        Assert.Equal(23, written.ExitCode);
    }

    [Fact]
    public async Task Reads_log_files_of_root_through_the_supplemental_group_only()
    {
        image.Require();
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a file of root's");
        using var node = new PodLogs();
        var allowed = await image.RunAsync(["--network=none", "--group-add=0", .. node.Mounts], [.. Once, "exporters=console"]);
        Assert.Contains("one line", allowed.Good(), StringComparison.Ordinal);
        var refused = await image.RunAsync(["--network=none", .. node.Mounts], [.. Once, "exporters=console"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("0.log", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivers_over_TLS_and_compresses()
    {
        image.Require();
        using var node = new PodLogs();
        await using var receiver = await OtlpReceiver.StartAsync(options => options.Tls = ReceiverTls.Server);
        var ca = Path.Combine(node.Root, "ca.pem");
        await File.WriteAllTextAsync(ca, receiver.CaPem, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(ca, (UnixFileMode)0b110_100_100);
        var output = await image.RunAsync(
            ["--network=host", "--group-add=0", .. node.Mounts, $"--volume={ca}:/etc/hex-agent/ca/ca.pem:ro"],
            [.. Once, $"server.endpoint=127.0.0.1:{receiver.Port}", "server.tls.ca=/etc/hex-agent/ca", "server.compression=gzip"]);
        output.Good();
        Assert.Equal(1, receiver.Counts.LogRecords);
    }

    [Fact]
    public async Task Is_healthy_and_ready_and_says_so_to_curl()
    {
        image.Require();
        using var node = new PodLogs();
        // As environment, which healthcheck sees too.
        await using var agent = await image.StartAsync(
            ["--network=none", "--group-add=0", .. node.Mounts, "--env=HEX_PROFILE=none", "--env=HEX_LOGS__ENABLED=true", "--env=HEX_LOGS__START_AT=beginning", "--env=HEX_EXPORTERS=discard"], "run");
        Assert.Equal("OK", (await agent.UntilAsync("curl", "-sf", "localhost:8080/api/v1/test/healthcheck")).Trim());
        Assert.Equal("OK", (await agent.UntilAsync("hex-agent", "healthcheck")).Trim());
        await agent.UntilAsync("curl", "-sf", "localhost:8080/readyz");
        Assert.Contains("hex_logs_records_total", await agent.UntilAsync("curl", "-sf", "localhost:8080/metrics"), StringComparison.Ordinal);
        Assert.Contains("\"ok\"", await agent.UntilAsync("curl", "-s", "-X", "POST", "localhost:8080/api/v1/test/reachability"), StringComparison.Ordinal);
        // It ends well when it is asked to, and writes its positions where it may.
        await agent.StopAsync();
        Assert.NotEmpty(Directory.GetFiles(node.State));
    }

    [Fact]
    public void Is_what_the_Dockerfile_describes()
    {
        image.Require();
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "image", "Dockerfile"));
        Assert.Equal(Said("USER"), image.Configuration.GetProperty("User").GetString());
        Assert.Equal(JsonSerializer.Deserialize<string[]>(Said("ENTRYPOINT")), image.Configuration.GetProperty("Entrypoint").Deserialize<string[]>());
        Assert.Equal(JsonSerializer.Deserialize<string[]>(Said("CMD")), image.Configuration.GetProperty("Cmd").Deserialize<string[]>());
        Assert.Contains(Said("ENV"), image.Configuration.GetProperty("Env").Deserialize<string[]>()!);
        Assert.True(image.Configuration.GetProperty("ExposedPorts").TryGetProperty(Said("EXPOSE") + "/tcp", out _));

        string Said(string word) => lines.Last(line => line.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..];
    }

    [Fact]
    public async Task Is_the_same_when_it_is_built_again()
    {
        image.Require();
        Assert.Equal(image.Digest, await image.BuildAgainAsync());
    }

    [Fact]
    public void Is_small()
    {
        image.Require();
        Assert.InRange(image.Bytes, 20_000_000, 70_000_000);
        TestContext.Current.SendDiagnosticMessage($"the image holds {image.Bytes:N0} bytes");
    }
}
