using Hex.Export.Grpc;
using Hex.Export.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hex.Export.Tests.Grpc;

public class HttpGrpcTransportTests
{
    [Fact]
    public async Task Request_is_one_frame_with_the_headers_of_the_specification()
    {
        IHeaderDictionary? headers = null;
        byte[] body = [];
        string line = "";
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            headers = context.Request.Headers;
            line = $"{context.Request.Method} {context.Request.Path} {context.Request.Protocol}";
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            body = copy.ToArray();
            await LoopbackServer.Grpc(0)(context);
        });
        using var transport = Transports.Plain(server.HostPort, o => o.Headers["X-Tenant"] = "blue");
        var frame = LoopbackServer.Frame(new byte[100_000], flag: 1);

        var reply = await transport.CallAsync(new GrpcCall("/test.Service/Call", frame, true, TimeSpan.FromSeconds(7.5)), TestContext.Current.CancellationToken);

        Assert.Equal(GrpcStatusCode.Ok, reply.Status);
        Assert.Equal("POST /test.Service/Call HTTP/2", line);
        Assert.Equal(frame, body);
        Assert.Equal("application/grpc", headers!.ContentType);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("gzip", headers["grpc-encoding"]);
        Assert.Equal("7500m", headers["grpc-timeout"]);
        Assert.Equal("blue", headers["x-tenant"]);
        Assert.StartsWith("Hex.Export/", headers.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_message_is_returned()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0, body: [1, 2, 3]));
        using var transport = Transports.Plain(server.HostPort);
        Assert.Equal([1, 2, 3], (await transport.CallAsync()).Body.ToArray());
    }

    [Fact]
    public async Task Success_with_an_empty_message_is_one_shared_object()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0));
        using var transport = Transports.Plain(server.HostPort);
        Assert.Same(GrpcReply.EmptyOk, await transport.CallAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Status_is_read_from_trailers_and_from_headers_alone(bool trailersOnly)
    {
        var details = Convert.ToBase64String(WireTests.Status(3, 0)).TrimEnd('=');
        await using var server = await LoopbackServer.StartAsync(
            trailersOnly ? LoopbackServer.TrailersOnly(8, "slow%20down", details) : LoopbackServer.Grpc(8, "slow%20down", details));
        using var transport = Transports.Plain(server.HostPort);

        var reply = await transport.CallAsync();

        Assert.Equal((GrpcStatusCode.ResourceExhausted, GrpcOrigin.Server, "slow down"), (reply.Status, reply.Origin, reply.Message));
        Assert.Equal(TimeSpan.FromSeconds(3), reply.RetryAfter);
    }

    [Fact]
    public async Task Status_nobody_knows_is_unknown()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.TrailersOnly(99, "what"));
        using var transport = Transports.Plain(server.HostPort);
        Assert.Equal("Unknown: unknown grpc-status '99' what", (await transport.CallAsync()).ToString());
    }

    [Fact]
    public async Task Answer_without_a_status_says_so()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            return context.Response.Body.WriteAsync(LoopbackServer.Frame([])).AsTask();
        });
        using var transport = Transports.Plain(server.HostPort);
        var reply = await transport.CallAsync();
        Assert.Equal((GrpcStatusCode.Unknown, GrpcOrigin.NotGrpc), (reply.Status, reply.Origin));
        Assert.Contains("without a grpc-status", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html; charset=utf-8", GrpcStatusCode.Unknown)]
    [InlineData(200, "application/json", GrpcStatusCode.Unknown)]
    [InlineData(301, "text/html", GrpcStatusCode.Unknown)]
    [InlineData(400, "text/plain", GrpcStatusCode.Internal)]
    [InlineData(401, "text/plain", GrpcStatusCode.Unauthenticated)]
    [InlineData(403, "text/plain", GrpcStatusCode.PermissionDenied)]
    [InlineData(404, "text/html", GrpcStatusCode.Unimplemented)]
    [InlineData(429, "text/plain", GrpcStatusCode.Unavailable)]
    [InlineData(500, "text/plain", GrpcStatusCode.Unknown)]
    [InlineData(502, "text/html", GrpcStatusCode.Unavailable)]
    [InlineData(503, "text/html", GrpcStatusCode.Unavailable)]
    [InlineData(504, "text/html", GrpcStatusCode.Unavailable)]
    public async Task Answer_that_is_not_gRPC_is_named(int http, string type, GrpcStatusCode expected)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            context.Response.ContentType = type;
            context.Response.Headers.RetryAfter = "12";
            return context.Response.WriteAsync("<h1>you sent x-api-key: key-12345</h1>");
        });
        using var transport = Transports.Plain(server.HostPort, o => o.ApiKey = "key-12345");

        var reply = await transport.CallAsync();

        Assert.Equal((expected, GrpcOrigin.NotGrpc), (reply.Status, reply.Origin));
        Assert.Contains($"answered HTTP {http} with {type}, not gRPC", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key-12345", reply.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(12), reply.RetryAfter);
    }

    [Fact]
    public async Task Endless_answer_is_cut_off()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
        });
        using var transport = Transports.Plain(server.HostPort);
        var reply = await transport.CallAsync();
        Assert.Contains("more than 65536 bytes", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_that_a_server_repeats_is_masked()
    {
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.TrailersOnly(16, "invalid key 'key-12345'"));
        using var transport = Transports.Plain(server.HostPort, o => o.ApiKey = "key-12345");
        Assert.Equal("invalid key '***'", (await transport.CallAsync()).Message);
    }

    [Fact]
    public async Task Refusal_before_the_request_was_read_leaves_the_buffer_free()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            // Kestrel resets the stream when the rest of the request is not read.
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "16";
            return Task.CompletedTask;
        });
        using var transport = Transports.Plain(server.HostPort);
        var frame = LoopbackServer.Frame(new byte[8 * 1024 * 1024]);
        for (var i = 0; i < 5; i++)
        {
            var reply = await transport.CallAsync(new GrpcCall("/test.Service/Call", frame, false, TimeSpan.FromSeconds(10)), TestContext.Current.CancellationToken);
            Assert.Equal(GrpcStatusCode.Unauthenticated, reply.Status);
        }
    }

    [Fact]
    public async Task Server_that_speaks_only_HTTP_1_is_named_in_plain_text()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.CompletedTask, HttpProtocols.Http1);
        using var transport = Transports.Plain(server.HostPort);
        var reply = await transport.CallAsync();
        Assert.Equal(GrpcOrigin.NotGrpc, reply.Origin);
        Assert.Contains("does not speak HTTP/2", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_that_hangs_up_before_HTTP_2_gets_one_name_whatever_is_seen_first(bool answersHttp1)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                // Bytes that are not read make the end a reset, which may overtake the answer.
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = await client.GetStream().ReadAsync(new byte[24]);
                if (answersHttp1)
                    await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>no</html>"u8.ToArray());
            }
        });
        using var transport = Transports.Plain(listener.LocalEndpoint.ToString()!);
        var origins = new List<GrpcOrigin>();
        for (var call = 0; call < 40; call++)
        {
            var reply = await transport.CallAsync();
            Assert.Matches("^http://127.0.0.1:[0-9]+ does not speak HTTP/2, which gRPC needs, or hangs up before: is this the OTLP/gRPC port", reply.Message);
            origins.Add(reply.Origin);
        }
        // Once it was seen to speak HTTP/1 it is not taken for one that is only away.
        var seen = origins.IndexOf(GrpcOrigin.NotGrpc);
        Assert.All(origins, (origin, i) => Assert.Equal(seen >= 0 && i >= seen ? GrpcOrigin.NotGrpc : GrpcOrigin.Connection, origin));
        Assert.True(answersHttp1 || seen < 0);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Fact]
    public async Task Server_that_speaks_only_HTTP_1_is_named_over_TLS()
    {
        using var folder = new TempFolder();
        var authority = OwnAuthority.Create();
        await using var server = await LoopbackServer.StartAsync(context => Task.CompletedTask, HttpProtocols.Http1, authority.Server());
        using var transport = Transports.Secure(server.HostPort, o => o.Tls.Ca = folder.Write("ca.pem", authority.Pem));
        var reply = await transport.CallAsync();
        Assert.Equal(GrpcOrigin.NotGrpc, reply.Origin);
        Assert.Contains("does not speak HTTP/2", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_nobody_listens_on_is_a_connection_failure()
    {
        using var transport = Transports.Plain("127.0.0.1:1");
        var reply = await transport.CallAsync();
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcOrigin.Connection), (reply.Status, reply.Origin));
        Assert.Equal("http://127.0.0.1:1 refuses connections: is the server running, is this its port?", reply.Message);
    }

    [Fact]
    public async Task Host_nobody_knows_is_a_connection_failure()
    {
        using var transport = Transports.Secure("no-such-host.invalid:4317");
        var reply = await transport.CallAsync();
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcOrigin.Connection), (reply.Status, reply.Origin));
        Assert.Contains("cannot resolve host 'no-such-host.invalid'", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_can_cancel()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var transport = Transports.Plain(server.HostPort);
        using var stop = new CancellationTokenSource(50);
        var call = new GrpcCall("/test.Service/Call", LoopbackServer.Frame([]), false, TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.CallAsync(call, stop.Token));
    }

    [Fact]
    public async Task Bad_options_are_all_listed()
    {
        var failure = Assert.Throws<ArgumentException>(() => Transports.Create(o =>
        {
            (o.Endpoint, o.Insecure) = ("http://x:1", false);
            o.Tls.Cert = "c.pem";
            (o.ApiKey, o.TokenFile) = ("key\nsecret", "t");
            o.Headers["te"] = "x";
            o.Headers["a b"] = "x";
            o.Headers["x-ok"] = "caf\u00e9-secret";
            o.Timeout = TimeSpan.Zero;
        }));
        foreach (var expected in new[] { "plain text", "tls.cert and tls.key", "apiKey and tokenFile", "apiKey: byte 4", "'te': the transport sets", "'a b': a header name", "'x-ok': character 4", "timeout" })
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}
