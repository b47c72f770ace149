using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Agent.Http;
using Hex.Agent.Http.Requests;

namespace Hex.Agent.Tests.Http;

public class RequestHeadTests
{
    private static readonly HttpLimits Limits = new();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/", "a")]
    [InlineData("GET /metrics?x=1 HTTP/1.1\r\nhost:a:8080\r\n\r\n", "GET", "/metrics", "a")]
    [InlineData("POST /api HTTP/1.1\r\nHOST: [::1]:8080\r\nContent-Length: 3\r\n\r\n", "POST", "/api", "::1")]
    [InlineData("GET http://a/readyz HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/readyz", "a")]
    [InlineData("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/", "a")]
    [InlineData("HEAD / HTTP/1.0\r\n\r\n", "HEAD", "/", "")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n", "OPTIONS", "*", "")]
    public void Head_is_read(string head, string method, string path, string host)
    {
        var request = Parse(head, out _);
        Assert.NotNull(request);
        Assert.Equal((method, path, host), (request.Method, request.Path, request.Host));
    }

    [Theory]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET metrics HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", 505)]
    public void Head_is_refused(string head, int status)
    {
        Assert.Null(Parse(head, out var refusal));
        Assert.Equal(status, refusal.Status);
    }

    [Fact]
    public void Headers_are_counted()
    {
        Assert.NotNull(Parse(Many(Limits.MaxHeaders), out _));
        Assert.Null(Parse(Many(Limits.MaxHeaders + 1), out var refusal));
        Assert.Equal(431, refusal.Status);

        static string Many(int count) => $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", count - 1))}\r\n";
    }

    [Fact]
    public void Bytes_of_any_kind_are_a_request_or_a_refusal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            byte[] head = [.. "GET / HTTP/1.1\r\nHost: a\r\n"u8, .. bytes, .. "\r\n\r\n"u8];
            return RequestHead.Parse(head, IPAddress.Loopback, Limits, out var refusal) is null ? refusal.Status is 400 or 431 : true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("127.0.0.1", "localhost", true, true)]
    [InlineData("::1", "LOCALHOST", true, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", true, true)]
    [InlineData("::1", "::1", true, true)]
    [InlineData("127.0.0.1", "rebound.example.com", true, false)]
    [InlineData("10.0.0.7", "localhost", false, true)]
    [InlineData("::ffff:10.0.0.7", "10.0.0.1", false, false)]
    public void Loopback_is_who_asks_and_what_for(string peer, string host, bool isFrom, bool isFor)
    {
        var request = new HttpRequest("GET", "/", host, IPAddress.Parse(peer));
        Assert.Equal((isFrom, isFor), (request.IsFromLoopback, request.IsForLoopback));
    }

    private static HttpRequest? Parse(string head, out HttpResponse refusal) => RequestHead.Parse(Encoding.Latin1.GetBytes(head), IPAddress.Loopback, Limits, out refusal);
}
