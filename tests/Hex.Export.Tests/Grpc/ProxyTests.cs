using Hex.Export.Grpc;
using Hex.Export.Tests.Support;

namespace Hex.Export.Tests.Grpc;

public sealed class ProxyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly OwnAuthority _authority = OwnAuthority.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TLS_goes_through_a_tunnel()
    {
        using var proxy = new ConnectProxy();
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server());
        using var transport = Transports.Create(Options(server), name => name == "HTTPS_PROXY" ? $"http://127.0.0.1:{proxy.Port}" : null);
        // Loopback addresses bypass a proxy of the environment.
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
        Assert.Empty(proxy.Tunnels);

        using var told = Transports.Create(o =>
        {
            Options(server)(o);
            o.Proxy = $"127.0.0.1:{proxy.Port}";
        });
        Assert.Equal("Ok", (await told.CallAsync()).ToString());
        Assert.Equal(server.HostPort, Assert.Single(proxy.Tunnels));
    }

    [Fact]
    public async Task User_and_password_are_given_to_the_proxy_when_it_asks()
    {
        using var proxy = new ConnectProxy("user:hunter2");
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server());
        using var transport = Transports.Create(o =>
        {
            Options(server)(o);
            o.Proxy = $"http://user:hunter2@127.0.0.1:{proxy.Port}";
        });
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Proxy_that_refuses_is_named_without_the_password()
    {
        using var proxy = new ConnectProxy("user:hunter2");
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: _authority.Server());
        using var transport = Transports.Create(o =>
        {
            Options(server)(o);
            o.Proxy = $"http://user:wrong-one@127.0.0.1:{proxy.Port}";
        });
        var reply = await transport.CallAsync();
        Assert.Equal((GrpcStatusCode.PermissionDenied, GrpcOrigin.Configuration), (reply.Status, reply.Origin));
        Assert.Contains($"the proxy http://127.0.0.1:{proxy.Port} (from proxy) did not open a tunnel to {server.HostPort}", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_that_is_away_is_named()
    {
        using var transport = Transports.Create(o => (o.Endpoint, o.Proxy) = ("ingest.example.com:443", "127.0.0.1:1"));
        Assert.StartsWith("proxy http://127.0.0.1:1 (from proxy) refuses connections", (await transport.CallAsync()).Message, StringComparison.Ordinal);
    }

    private Action<GrpcTransportOptions> Options(LoopbackServer server) => o =>
    {
        o.Endpoint = server.HostPort;
        o.Tls.Ca = _folder.Write("ca.pem", _authority.Pem);
    };
}
