using Google.Protobuf;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Proto;

namespace Hex.Testing.Tests.Otlp;

public sealed class ReceiverLimitsTests
{
    [Theory]
    [InlineData(false, "grpc: received message larger than max (1001 vs. 1000)")]
    [InlineData(true, "grpc: received message after decompression larger than max 1000")]
    public async Task Message_over_the_limit_is_resource_exhausted_without_hint(bool gzip, string message)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.MaxMessageBytes = 1000);
        using var client = new RawGrpc(receiver.Endpoint);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Sized(1000), gzip)).Status);
        var answer = await client.CallAsync(RawGrpc.LogsPath, Sized(1001), gzip);
        Assert.Equal((8, message, null), (answer.Status, answer.Message, answer.Details));
        Assert.Equal((1, 0), (receiver.Counts.LogRecords, receiver.Counts.MalformedRequests));
    }

    [Theory]
    [InlineData(Keep.All)]
    [InlineData(Keep.CountsOnly)]
    public async Task Four_mebibytes_arrive_in_pieces(Keep keep)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = keep);
        using var client = new RawGrpc(receiver.Endpoint);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Sized(4 << 20))).Status);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Sized(4 << 20), gzip: true)).Status);
        Assert.Equal(8, (await client.CallAsync(RawGrpc.LogsPath, Sized((4 << 20) + 1))).Status);
        Assert.Equal((2, 2, 8 << 20), (receiver.Counts.LogRecords, receiver.Counts.JoinedLogs, receiver.Counts.MessageBytes));
    }

    [Fact]
    public async Task Message_longer_than_the_windows_arrives()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o =>
        {
            o.MaxMessageBytes = 1 << 20;
            o.StreamWindowBytes = 65_535;
            o.ConnectionWindowBytes = 65_535;
        });
        using var client = new RawGrpc(receiver.Endpoint);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Sized(1 << 20))).Status);
    }

    [Fact]
    public async Task Required_header_is_checked_and_can_change()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.RequiredHeaders["x-api-key"] = "secret");
        using var client = new RawGrpc(receiver.Endpoint);
        var answer = await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"));
        Assert.Equal((16, true), (answer.Status, answer.TrailersOnly));
        client.Headers["x-api-key"] = "secret";
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
        receiver.RequireHeader("X-Api-Key", "rotated");
        Assert.Equal(16, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
        receiver.RequireHeader("x-api-key", null);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
    }

    [Fact]
    public async Task Gzip_can_be_unimplemented()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.AcceptGzip = false);
        using var client = new RawGrpc(receiver.Endpoint);
        Assert.Equal(12, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"), gzip: true)).Status);
        Assert.Equal(0, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
    }

    [Fact]
    public async Task Unknown_method_is_unimplemented()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var answer = await client.CallAsync("/opentelemetry.proto.collector.trace.v1.TraceService/Export", Batches.Logs("a"));
        Assert.Equal((12, 200), (answer.Status, answer.Http));
        Assert.Null(receiver.Requests[0].Signal);
    }

    public static TheoryData<string, byte[], string?> BrokenBodies => new()
    {
        { "no prefix", [0, 0, 0], null },
        { "message cut short", [0, 0, 0, 0, 9, 1, 2], null },
        { "bytes after the message", [0, 0, 0, 0, 0, 7], null },
        { "impossible compressed flag", [2, 0, 0, 0, 0], null },
        { "compressed without encoding", [1, 0, 0, 0, 0], null },
        { "no gzip", [1, 0, 0, 0, 3, 1, 2, 3], "gzip" },
        { "length past the end", [0, 0, 0, 0, 2, 10, 5], null },
        { "endless varint", [0, 0, 0, 0, 3, 10, 0xff, 0xff], null },
        { "field number zero", [0, 0, 0, 0, 2, 2, 0], null },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Broken_body_is_internal_and_counted(string what, byte[] body, string? encoding)
    {
        foreach (var keep in new[] { Keep.All, Keep.CountsOnly })
        {
            await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = keep);
            using var client = new RawGrpc(receiver.Endpoint);
            var answer = await client.SendAsync(RawGrpc.LogsPath, new ByteArrayContent(body), encoding);
            Assert.True(answer.Status == 13, $"{what} with {keep}: {answer.Status} {answer.Message}");
            Assert.Equal((1, 0), (receiver.Counts.MalformedRequests, receiver.Counts.AcceptedRequests));
        }
    }

    public static TheoryData<string, LogRecord> BrokenRecords => new()
    {
        { "duplicate attribute", new LogRecord { Attributes = { Batches.Text("k", "1"), Batches.Text("k", "2") } } },
        { "short trace id", new LogRecord { TraceId = ByteString.CopyFrom(1, 2, 3) } },
        { "short span id", new LogRecord { SpanId = ByteString.CopyFrom(1) } },
    };

    [Theory]
    [MemberData(nameof(BrokenRecords))]
    public async Task Record_against_the_specification_is_refused(string what, LogRecord record)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var answer = await client.CallAsync(RawGrpc.LogsPath, Batches.Logs(record));
        Assert.True(answer.Status == 13, what);
        Assert.Equal(1, receiver.Counts.MalformedRequests);
    }

    [Theory]
    [InlineData(Keep.All)]
    [InlineData(Keep.CountsOnly)]
    public async Task Text_that_is_not_utf8_is_refused(Keep keep)
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = keep);
        using var client = new RawGrpc(receiver.Endpoint);
        var bytes = Batches.Logs(Batches.Record("body-XX", "u")).ToByteArray();
        bytes[bytes.AsSpan().IndexOf("XX"u8)] = 0xff;
        var answer = await client.SendAsync(RawGrpc.LogsPath, new ByteArrayContent(RawGrpc.Frame(bytes)));
        Assert.Equal(13, answer.Status);
    }

    [Theory]
    [InlineData("te", "deflate", 13)]
    [InlineData("grpc-timeout", "10", 13)]
    [InlineData("grpc-timeout", "123456789S", 13)]
    [InlineData("grpc-timeout", "10S", 0)]
    [InlineData("grpc-encoding", "zstd", 12)]
    [InlineData("grpc-encoding", "identity", 0)]
    public async Task Head_is_checked_as_a_strict_server_does(string name, string value, int status)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint) { Headers = { [name] = value } };
        Assert.Equal(status, (await client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a"))).Status);
    }

    [Fact]
    public async Task Content_of_another_type_is_unsupported()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var client = new RawGrpc(receiver.Endpoint);
        var answer = await client.SendAsync(RawGrpc.LogsPath, new StringContent("{}", null, "application/json"));
        Assert.Equal((415, null), (answer.Http, answer.Status));
        Assert.Equal(1, receiver.Counts.MalformedRequests);
    }

    [Fact]
    public async Task Http1_server_answers_no_http2()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Http1Only = true);
        using var client = new RawGrpc(receiver.Endpoint);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync(RawGrpc.LogsPath, Batches.Logs("a")));
        using var http = new HttpClient();
        using var page = await http.GetAsync(receiver.Endpoint, TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>A request whose message has exactly this many bytes.</summary>
    private static ExportLogsServiceRequest Sized(int bytes)
    {
        var request = Batches.Logs(Batches.Record("", "u"));
        for (var length = bytes - request.CalculateSize(); ; length--)
        {
            request.ResourceLogs[0].ScopeLogs[0].LogRecords[0].Body.StringValue = new string('x', length);
            if (request.CalculateSize() == bytes)
                return request;
        }
    }
}
