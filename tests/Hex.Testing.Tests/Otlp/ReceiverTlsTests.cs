using System.Net.Sockets;
using System.Security.Authentication;
using Hex.Testing.Otlp;

namespace Hex.Testing.Tests.Otlp;

public sealed class ReceiverTlsTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Client_that_trusts_the_ca_is_served(string host)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Tls = ReceiverTls.Server);
        using var client = new RawGrpc(new Uri($"https://{host}:{receiver.Port}"), receiver.CaPem);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
    }

    [Fact]
    public async Task Client_that_trusts_another_ca_refuses()
    {
        using var other = new TestAuthority();
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Tls = ReceiverTls.Server);
        using var client = new RawGrpc(receiver.Endpoint, other.Pem);
        await AssertUntrustedAsync(client);
    }

    [Fact]
    public async Task Expired_and_misnamed_certificates_are_refused_and_can_be_replaced()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o =>
        {
            o.Tls = ReceiverTls.Server;
            o.ServerNames = ["elsewhere.example"];
        });
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem))
            await AssertUntrustedAsync(client);
        receiver.UseCertificate(receiver.Authority!.IssueServer(["localhost"], TimeProvider.System.GetUtcNow().AddHours(-1)));
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem))
            await AssertUntrustedAsync(client);
        receiver.UseCertificate(receiver.Authority.IssueServer(["localhost"]));
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem))
            Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
    }

    [Fact]
    public async Task Mutual_tls_serves_only_certificates_of_its_authority()
    {
        using var other = new TestAuthority();
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Tls = ReceiverTls.Mutual);
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem))
            await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a")));
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem, other.IssueClient().Certificate))
            await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a")));
        using (var client = new RawGrpc(receiver.Endpoint, receiver.CaPem, receiver.Authority!.IssueClient().Certificate))
            Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
        Assert.Equal(1, receiver.Counts.Requests);
    }

    [Fact]
    public async Task Connections_can_be_dropped_with_tls_too()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Tls = ReceiverTls.Server);
        using var client = new RawGrpc(receiver.Endpoint, receiver.CaPem);
        receiver.Script.Next(Fault.LoseAck());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a")));
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
        Assert.Equal(2, receiver.Counts.Connections);
    }

    [Fact]
    public async Task Dropped_connection_is_a_reset_for_the_peer()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", receiver.Port, TestContext.Current.CancellationToken);
        while (receiver.OpenConnections == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        receiver.DropConnections();
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await socket.ReceiveAsync(new byte[1000], TestContext.Current.CancellationToken) > 0)
            {
                // Settings and the like may come first.
            }
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task Plaintext_receiver_has_no_ca()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        Assert.Throws<InvalidOperationException>(() => receiver.CaPem);
        Assert.Null(receiver.Authority);
    }

    [Fact]
    public void Issued_certificates_come_as_pem()
    {
        using var authority = new TestAuthority("my CA");
        using var issued = authority.IssueClient("me");
        Assert.Equal("CN=me", issued.Certificate.Subject);
        using var loaded = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem);
        Assert.True(loaded.HasPrivateKey);
        Assert.Equal("CN=my CA", loaded.Issuer);
    }

    private static async Task AssertUntrustedAsync(RawGrpc client)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a")));
        Assert.IsType<AuthenticationException>(error.InnerException);
    }
}
