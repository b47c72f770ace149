using Hex.Deploy.Tests.Processes;
using Hex.Testing.Otlp;

namespace Hex.Deploy.Tests.Proxies;

/// <summary>Delivery through a proxy that opens TLS and closes it anew with an authority of its own: gRPC over HTTP/2 on both sides.</summary>
public class MitmproxyTests
{
    [Fact]
    public async Task Delivers_when_the_proxys_authority_is_trusted()
    {
        await using var receiver = await ReceiverAsync();
        var (daemon, port) = await StartAsync(receiver);
        await using var mitmproxy = daemon;
        // The receiver's own authority is not among them: only what the proxy signs is accepted.
        using var node = new LogNode().Trust("ca.crt", await File.ReadAllTextAsync(Path.Combine(mitmproxy.Folder, "mitmproxy-ca-cert.pem"), TestContext.Current.CancellationToken));
        var output = await node.DeliverAsync($"localhost:{receiver.Port}", [], $"server.proxy=http://127.0.0.1:{port}");
        Assert.True(output.ExitCode == 0, $"{output.ExitCode}\n{output.Errors}\n{mitmproxy.Output}");
        Assert.Equal(1, receiver.Counts.LogRecords);
        Assert.Contains($"POST https://localhost:{receiver.Port}/opentelemetry.proto.collector", mitmproxy.Output, StringComparison.Ordinal);
        Assert.Contains("<< HTTP/2.0 200 OK", mitmproxy.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trusts_it_by_SSL_CERT_FILE_too()
    {
        await using var receiver = await ReceiverAsync();
        var (daemon, port) = await StartAsync(receiver);
        await using var mitmproxy = daemon;
        using var node = new LogNode();
        var output = await node.DeliverAsync(
            $"localhost:{receiver.Port}",
            new() { ["SSL_CERT_FILE"] = Path.Combine(mitmproxy.Folder, "mitmproxy-ca-cert.pem"), ["HEX_SERVER__PROXY"] = $"http://127.0.0.1:{port}" },
            "server.tls.ca=");
        Assert.True(output.ExitCode == 0, $"{output.ExitCode}\n{output.Errors}\n{mitmproxy.Output}");
        Assert.Equal(1, receiver.Counts.LogRecords);
    }

    [Fact]
    public async Task Says_so_when_it_is_not()
    {
        await using var receiver = await ReceiverAsync();
        var (daemon, port) = await StartAsync(receiver);
        await using var mitmproxy = daemon;
        using var node = new LogNode().Trust("receiver.pem", receiver.CaPem);
        var output = await node.DeliverAsync($"localhost:{receiver.Port}", [], $"server.proxy=http://127.0.0.1:{port}");
        Assert.Equal(3, output.ExitCode);
        Assert.Equal(0, receiver.Counts.LogRecords);
        Assert.Contains("certificate", output.Errors, StringComparison.Ordinal);
    }

    private static async Task<(Daemon Daemon, int Port)> StartAsync(OtlpReceiver receiver)
    {
        Assert.SkipUnless(ToolOutput.Exists("mitmdump"), "needs mitmproxy of Debian");
        var folder = Directory.CreateTempSubdirectory("hex-mitmproxy-").FullName;
        var upstream = Path.Combine(folder, "receiver.pem");
        await File.WriteAllTextAsync(upstream, receiver.CaPem);
        var port = Daemon.FreePort();
        return (await Daemon.StartAsync(
            "mitmdump", folder, port,
            "--listen-host", "127.0.0.1", "--listen-port", $"{port}", "--set", $"confdir={folder}", "--set", $"ssl_verify_upstream_trusted_ca={upstream}"), port);
    }

    private static Task<OtlpReceiver> ReceiverAsync() => OtlpReceiver.StartAsync(options =>
    {
        options.Tls = ReceiverTls.Server;
        options.RequiredHeaders["x-api-key"] = "key-1";
    });
}
