using System.Net;
using System.Net.Sockets;
using Hex.Export.Grpc;
using Hex.Export.Tests.Support;

namespace Hex.Export.Tests.Grpc;

public class DeadConnectionTests
{
    [Fact]
    public async Task Connection_is_given_up_after_two_timeouts_without_a_byte_and_not_before()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0));
        using var relay = new Relay(server.Port);
        using var transport = Transports.Plain($"127.0.0.1:{relay.Port}");
        Assert.Equal(GrpcStatusCode.Ok, (await transport.CallAsync()).Status);
        Assert.Equal(1, relay.Connections);

        relay.Silent = true;
        Assert.Equal(GrpcOrigin.Timeout, (await transport.CallAsync(timeoutSeconds: 0.2)).Origin);
        relay.Silent = false;
        relay.DropOld();
        // The old connection is a black hole for ever. A late byte before the first timeout may cost a third one.
        GrpcReply reply;
        var timeouts = 1;
        while ((reply = await transport.CallAsync(timeoutSeconds: 0.3)).Status != GrpcStatusCode.Ok && timeouts < 5)
        {
            Assert.Contains("no answer from", reply.Message, StringComparison.Ordinal);
            timeouts++;
        }
        Assert.InRange(timeouts, 2, 3);
        Assert.Equal(2, relay.Connections);
    }

    [Fact]
    public async Task Slow_server_keeps_its_connection()
    {
        var slow = false;
        var connections = new HashSet<string>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            lock (connections)
                connections.Add(context.Connection.Id);
            if (slow)
            {
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            await LoopbackServer.Grpc(0)(context);
        });
        using var transport = Transports.Plain(server.HostPort);
        await transport.CallAsync();
        slow = true;
        for (var i = 0; i < 3; i++)
            Assert.Equal(GrpcOrigin.Timeout, (await transport.CallAsync(timeoutSeconds: 1)).Origin);
        slow = false;
        Assert.Equal(GrpcStatusCode.Ok, (await transport.CallAsync()).Status);
        Assert.Single(connections);
    }

    [Fact]
    public async Task Connection_that_breaks_is_replaced()
    {
        var abort = true;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (!abort)
                return LoopbackServer.Grpc(0)(context);
            abort = false;
            context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
            return Task.CompletedTask;
        });
        using var transport = Transports.Plain(server.HostPort);
        var reply = await transport.CallAsync();
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcOrigin.Connection), (reply.Status, reply.Origin));
        Assert.Equal(GrpcStatusCode.Ok, (await transport.CallAsync()).Status);
    }

    /// <summary>Passes bytes on until told to swallow them, as a router does that has forgotten a connection.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly int _target;
        private volatile int _generation;
        private int _connections;

        public Relay(int target)
        {
            _target = target;
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public volatile bool Silent;

        /// <summary>Keeps the present connections silent for ever.</summary>
        public void DropOld() => _generation++;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                    var server = new TcpClient();
                    await server.ConnectAsync(IPAddress.Loopback, _target);
                    _ = PumpAsync(client.GetStream(), server.GetStream(), _generation);
                    _ = PumpAsync(server.GetStream(), client.GetStream(), _generation);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task PumpAsync(NetworkStream from, NetworkStream to, int generation)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                for (int read; (read = await from.ReadAsync(buffer)) > 0;)
                {
                    if (!Silent && generation == _generation)
                        await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (IOException)
            {
            }
        }
    }
}
