using Hex.Testing.Otlp;

namespace Hex.Deploy.Tests.Proxies;

/// <summary>Delivery through squid, by variable and by configuration, without and with a password.</summary>
public class SquidTests
{
    [Fact]
    public async Task Delivers_by_variable()
    {
        var (daemon, port) = await Squid.StartAsync();
        await using var squid = daemon;
        await using var receiver = await ReceiverAsync();
        using var node = new LogNode().Trust("receiver.pem", receiver.CaPem);
        var output = await node.DeliverAsync($"{Squid.Host}:{receiver.Port}", new() { ["HTTPS_PROXY"] = $"http://127.0.0.1:{port}" });
        output.Good();
        Assert.Equal(1, receiver.Counts.LogRecords);
        Assert.Contains($"CONNECT {Squid.Host}:{receiver.Port}", await Squid.AccessLogAsync(squid, "CONNECT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivers_past_the_proxy_what_NO_PROXY_names()
    {
        var (daemon, port) = await Squid.StartAsync();
        await using var squid = daemon;
        await using var receiver = await ReceiverAsync();
        using var node = new LogNode().Trust("receiver.pem", receiver.CaPem);
        var output = await node.DeliverAsync($"127.0.0.1:{receiver.Port}", new() { ["HTTPS_PROXY"] = $"http://127.0.0.1:{port}", ["NO_PROXY"] = "127.0.0.0/8" });
        output.Good();
        Assert.Equal(1, receiver.Counts.LogRecords);
        var log = Path.Combine(squid.Folder, "access.log");
        Assert.DoesNotContain("CONNECT", File.Exists(log) ? await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken) : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivers_with_a_password()
    {
        var (daemon, port) = await Squid.StartAsync(password: "s3cret-word");
        await using var squid = daemon;
        await using var receiver = await ReceiverAsync();
        using var node = new LogNode().Trust("receiver.pem", receiver.CaPem);
        var output = await node.DeliverAsync($"{Squid.Host}:{receiver.Port}", [], $"server.proxy=http://agent:s3cret-word@127.0.0.1:{port}");
        output.Good();
        Assert.Equal(1, receiver.Counts.LogRecords);
        Assert.Contains($"CONNECT {Squid.Host}:{receiver.Port} agent", await Squid.AccessLogAsync(squid, "TCP_TUNNEL"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", output.Output + output.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_proxy_wants_another_password()
    {
        var (daemon, port) = await Squid.StartAsync(password: "s3cret-word");
        await using var squid = daemon;
        await using var receiver = await ReceiverAsync();
        using var node = new LogNode().Trust("receiver.pem", receiver.CaPem);
        var output = await node.DeliverAsync($"{Squid.Host}:{receiver.Port}", [], $"server.proxy=http://agent:wr0ng-word@127.0.0.1:{port}");
        Assert.Equal(3, output.ExitCode);
        Assert.Equal(0, receiver.Counts.LogRecords);
        Assert.Contains("407", output.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-word", output.Output + output.Errors, StringComparison.Ordinal);
    }

    private static Task<OtlpReceiver> ReceiverAsync() => OtlpReceiver.StartAsync(options =>
    {
        options.Tls = ReceiverTls.Server;
        options.ServerNames = ["localhost", "127.0.0.1", Squid.Host];
        options.RequiredHeaders["x-api-key"] = "key-1";
    });
}
