using System.Security.Cryptography.X509Certificates;
using Hex.Export.Grpc;
using Hex.Export.Tests.Support;
using Hex.Testing;

namespace Hex.Export.Tests.Grpc;

public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OwnAuthority _authority = OwnAuthority.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Custom_authority_file_is_trusted()
    {
        await using var server = await SecureServer();
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem));
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Custom_authority_directory_is_trusted_whatever_else_lies_there()
    {
        _folder.Write("a-note.txt", "not a certificate");
        _folder.Write("b-broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        _folder.Write("z-ca.crt", OwnAuthority.Create("another").Pem + "\n" + _authority.Pem);
        await using var server = await SecureServer();
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Path);
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Intermediate_given_as_authority_is_trusted()
    {
        var intermediate = _authority.Intermediate();
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: intermediate.Server());
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", intermediate.Pem));
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Unknown_authority_is_named()
    {
        await using var server = await SecureServer();
        using var transport = Transports.Secure(server.HostPort);
        await Fails(transport, "issued by 'CN=Hex test authority', which this system does not trust: set tls.ca");
    }

    [Fact]
    public async Task Another_authority_does_not_help()
    {
        await using var server = await SecureServer();
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", OwnAuthority.Create("another").Pem));
        await Fails(transport, "nor tls.ca trusts");
    }

    [Fact]
    public async Task Authority_of_the_same_name_with_another_key_does_not_help()
    {
        await using var server = await SecureServer();
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", OwnAuthority.Create().Pem));
        Assert.Equal(GrpcOrigin.Tls, (await transport.CallAsync()).Origin);
    }

    [Fact]
    public async Task Wrong_name_is_named_even_with_the_right_authority()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server("ingest.example.com"));
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem));
        await Fails(transport, "is for 'ingest.example.com', not for '127.0.0.1'");
    }

    [Fact]
    public async Task Server_name_is_what_the_certificate_is_checked_against()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server("ingest.example.com"));
        using var transport = Transports.Secure(server.HostPort, o => (o.Tls.Ca, o.Tls.ServerName) = (_folder.Write("ca.pem", _authority.Pem), "ingest.example.com"));
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Expired_certificate_is_named()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server(validDays: -3));
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem));
        await Fails(transport, "the server's certificate expired on ");
    }

    [Fact]
    public async Task Certificate_of_the_future_is_named()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server(fromDays: 3));
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem));
        await Fails(transport, "valid only from ");
    }

    [Fact]
    public async Task Plain_text_server_is_named()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0));
        using var transport = Transports.Secure(server.HostPort);
        await Fails(transport, "does not speak TLS on this port: if plain text is meant, set insecure: true");
    }

    [Fact]
    public async Task Client_certificate_is_shown()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server(), clientAuthority: _authority.Certificate);
        using var transport = Transports.Secure(server.HostPort, WithClient);
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Missing_client_certificate_fails_with_words()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server(), clientAuthority: _authority.Certificate);
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem));
        var reply = await transport.CallAsync();
        Assert.Equal(GrpcStatusCode.Unavailable, reply.Status);
        Assert.Contains("set tls.cert and tls.key", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca.pem", null, "tls.ca {0}: the file does not exist")]
    [InlineData("ca.pem", "hello", "tls.ca {0}: no PEM certificate")]
    [InlineData("client.pem", null, "tls.cert {0}: the file does not exist")]
    [InlineData("client.pem", "hello", "tls.cert {0}: no PEM certificate")]
    [InlineData("client.key", null, "tls.key {0}: the file does not exist")]
    [InlineData("client.key", "hello", "tls.key {0}: not the PEM private key")]
    [InlineData("client.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "tls.key {0}: the key is encrypted")]
    public async Task Unusable_file_is_named(string file, string? content, string expected)
    {
        using var transport = Transports.Secure("127.0.0.1:1", WithClient);
        File.Delete(_folder[file]);
        if (content is not null)
            _folder.Write(file, content);
        var reply = await transport.CallAsync();
        Assert.Equal(GrpcOrigin.Configuration, reply.Origin);
        Assert.StartsWith(string.Format(expected, _folder[file]), reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_another_certificate_is_refused()
    {
        using var transport = Transports.Secure("127.0.0.1:1", WithClient);
        _folder.Write("client.key", _authority.Client().GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Assert.Contains("not the PEM private key of the certificate in", (await transport.CallAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_authority_is_read_again_and_a_broken_one_is_not_used()
    {
        await using var server = await SecureServer();
        var (time, logger) = (new FakeTimeProvider(), new ListLogger());
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = _folder.Write("ca.pem", OwnAuthority.Create("another").Pem), time, logger);
        Assert.Equal(GrpcOrigin.Tls, (await transport.CallAsync()).Origin);

        _folder.Write("ca.pem", _authority.Pem + "\n");
        Assert.Equal(GrpcOrigin.Tls, (await transport.CallAsync()).Origin);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());

        _folder.Write("ca.pem", "half written");
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal("Ok", (await transport.CallAsync()).ToString());
        }
        Assert.Single(logger.Lines, l => l.Contains("the certificates read before stay in use", StringComparison.Ordinal));
    }

    private void WithClient(GrpcTransportOptions options)
    {
        var client = _authority.Client();
        options.Tls.Ca = _folder.Write("ca.pem", _authority.Pem);
        options.Tls.Cert = _folder.Write("client.pem", client.ExportCertificatePem());
        options.Tls.Key = _folder.Write("client.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private Task<LoopbackServer> SecureServer() => LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server());

    private static async Task Fails(HttpGrpcTransport transport, string expected)
    {
        var reply = await transport.CallAsync();
        Assert.Equal(GrpcOrigin.Tls, reply.Origin);
        Assert.Contains(expected, reply.Message, StringComparison.Ordinal);
    }
}
