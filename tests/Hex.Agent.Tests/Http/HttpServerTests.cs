using System.Net.Sockets;
using Hex.Agent.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.Http;

public class HttpServerTests
{
    private const string Get = "GET /here HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Request_is_answered_and_the_connection_ends()
    {
        await using var server = new RunningServer(new HttpLimits());
        var answer = await server.ExchangeAsync(Get);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n/here", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_gets_the_headers_of_get()
    {
        await using var server = new RunningServer(new HttpLimits());
        var answer = await server.ExchangeAsync(Get.Replace("GET", "HEAD", StringComparison.Ordinal));
        Assert.Contains("\r\nContent-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_comes_byte_by_byte_is_answered()
    {
        await using var server = new RunningServer(new HttpLimits());
        await using var stream = await server.ConnectAsync();
        foreach (var value in Get)
        {
            await stream.WriteAsync(new[] { (byte)value });
        }

        Assert.StartsWith("HTTP/1.1 200", await RunningServer.ReadAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_that_is_never_read_does_not_take_the_answer_away()
    {
        await using var server = new RunningServer(new HttpLimits());
        var answer = await server.ExchangeAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "414")]
    [InlineData(false, "431")]
    public async Task Head_without_an_end_is_cut_off(bool inFirstLine, string status)
    {
        await using var server = new RunningServer(new HttpLimits { MaxHeadBytes = 4096 });
        var answer = await server.ExchangeAsync($"GET /{(inFirstLine ? "" : " HTTP/1.1\r\nX: ")}{new string('x', 50_000)}");
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("SSH-2.0-Go\r\n\r\n")]
    public async Task Garbage_is_refused(string garbage)
    {
        await using var server = new RunningServer(new HttpLimits());
        Assert.StartsWith("HTTP/1.1 400", await server.ExchangeAsync(garbage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_client_is_cut_off_in_time()
    {
        await using var server = new RunningServer(new HttpLimits { HeadTimeout = TimeSpan.FromMilliseconds(200) });
        await using var stream = await server.ConnectAsync();
        await stream.WriteAsync("GET / HTTP/1.1\r\nX: "u8.ToArray());
        Assert.StartsWith("HTTP/1.1 408", await RunningServer.ReadAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_client_is_hung_up_on()
    {
        await using var server = new RunningServer(new HttpLimits { HeadTimeout = TimeSpan.FromMilliseconds(200) });
        await using var stream = await server.ConnectAsync();
        Assert.Equal("", await RunningServer.ReadAsync(stream));
    }

    [Fact]
    public async Task Slow_clients_in_every_place_do_not_keep_a_probe_out()
    {
        await using var server = new RunningServer(new HttpLimits { MaxConnections = 4, HeadTimeout = TimeSpan.FromMinutes(5) });
        var slow = new List<NetworkStream>();
        for (var i = 0; i < 50; i++)
        {
            slow.Add(await server.ConnectAsync());
            await slow[i].WriteAsync("GET / HTTP/1.1\r\nX-Slow: "u8.ToArray());
        }

        Assert.StartsWith("HTTP/1.1 200", await server.ExchangeAsync(Get), StringComparison.Ordinal);
        foreach (var stream in slow)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Requests_being_answered_are_never_ended_for_others()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var server = new RunningServer(new HttpLimits { MaxConnections = 1 }, async (_, _) =>
        {
            begun.TrySetResult();
            await finish.Task;
            return HttpResponse.Text(200, "slow but sure");
        });
        var first = server.ExchangeAsync(Get);
        await begun.Task;
        await Assert.ThrowsAnyAsync<IOException>(async () => Assert.NotEqual("", await server.ExchangeAsync(Get) is "" ? throw new IOException("hung up on") : ""));
        finish.SetResult();
        Assert.EndsWith("slow but sure", await first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_throws_is_a_500_without_the_exception()
    {
        await using var server = new RunningServer(new HttpLimits(), (_, _) => throw new InvalidOperationException("the secret cause"));
        var answer = await server.ExchangeAsync(Get);
        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_reset_do_not_end_the_server()
    {
        await using var server = new RunningServer(new HttpLimits());
        for (var i = 0; i < 20; i++)
        {
            await using var stream = await server.ConnectAsync();
            stream.Socket.LingerState = new LingerOption(true, 0);
            await stream.WriteAsync("GET / HT"u8.ToArray());
        }

        Assert.StartsWith("HTTP/1.1 200", await server.ExchangeAsync(Get), StringComparison.Ordinal);
        Assert.False(server.Running.IsCompleted);
    }

    [Fact]
    public void Address_in_use_is_explained()
    {
        using var first = HttpServer.Listen(new ListenAddress(System.Net.IPAddress.Loopback, 0), TimeProvider.System, NullLogger<HttpServer>.Instance);
        var thrown = Assert.Throws<IOException>(
            () => HttpServer.Listen(new ListenAddress(System.Net.IPAddress.Loopback, first.EndPoint.Port), TimeProvider.System, NullLogger<HttpServer>.Instance));
        Assert.Contains("http.listen: 127.0.0.1:", thrown.Message, StringComparison.Ordinal);
    }
}
