using Google.Protobuf;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Proto;
using GoogleStatus = Hex.Testing.Otlp.Proto.Status;

namespace Hex.Testing.Tests.Otlp;

public sealed class ReceiverFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private OtlpReceiver _receiver = null!;
    private RawGrpc _client = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync(o => o.TimeProvider = _time);
        _client = new RawGrpc(_receiver.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData(GrpcStatusCode.Unavailable, false)]
    [InlineData(GrpcStatusCode.InvalidArgument, true)]
    [InlineData(GrpcStatusCode.Unauthenticated, false)]
    public async Task Refusal_carries_status_and_message_and_takes_nothing_in(GrpcStatusCode code, bool inTrailers)
    {
        var fault = Fault.Refuse(code, "50% über\n");
        _receiver.Script.Next(inTrailers ? fault.WithTrailers() : fault);
        var answer = await SendAsync("a");
        Assert.Equal(((int)code, "50%25 %C3%BCber%0A", !inTrailers), (answer.Status, answer.Message, answer.TrailersOnly));
        Assert.Equal(inTrailers, answer.Trailers.ContainsKey("grpc-status"));
        Assert.Null(answer.Details);
        Assert.Empty(_receiver.Logs);
        Assert.Equal((1, 0), (_receiver.Counts.Requests, _receiver.Counts.AcceptedRequests));
        Assert.Equal((code, false), (_receiver.Requests[0].Status, _receiver.Requests[0].Accepted));
        Assert.Equal(0, (await SendAsync("a")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_info_is_in_the_status_details_without_padding(bool inTrailers)
    {
        var fault = Fault.Refuse(GrpcStatusCode.ResourceExhausted, "slow down", TimeSpan.FromMilliseconds(2500));
        _receiver.Script.Next(inTrailers ? fault.WithTrailers() : fault);
        var answer = await SendAsync("a");
        Assert.DoesNotContain('=', answer.Details!);
        var padded = answer.Details!.PadRight((answer.Details!.Length + 3) / 4 * 4, '=');
        var status = GoogleStatus.Parser.ParseFrom(Convert.FromBase64String(padded));
        Assert.Equal((8, "slow down"), (status.Code, status.Message));
        var retry = Assert.Single(status.Details).Unpack<RetryInfo>();
        Assert.Equal(TimeSpan.FromMilliseconds(2500), retry.RetryDelay.ToTimeSpan());
    }

    [Fact]
    public async Task Next_queues_up_and_always_lasts_until_changed()
    {
        _receiver.Script.Always(Fault.Refuse(GrpcStatusCode.Aborted), OtlpSignal.Logs)
            .Next(2, Fault.Refuse(GrpcStatusCode.Unavailable), OtlpSignal.Logs)
            .Next(Fault.Refuse(GrpcStatusCode.DataLoss));
        Assert.Equal(3, _receiver.Script.Pending);
        Assert.Equal(15, (await _client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics())).Status);
        Assert.Equal(0, (await _client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics())).Status);
        foreach (var expected in new[] { 14, 14, 10, 10 })
            Assert.Equal(expected, (await SendAsync("a")).Status);
        _receiver.Script.Normal();
        Assert.Equal(0, (await SendAsync("a")).Status);
    }

    [Fact]
    public async Task Delay_takes_the_records_in_and_answers_when_the_time_has_come()
    {
        _receiver.Script.Next(Fault.Delay(TimeSpan.FromSeconds(30)));
        var answer = SendAsync("a");
        await _time.WaitForTimersAsync();
        Assert.Single(_receiver.Logs);
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, (await answer).Status);
    }

    [Fact]
    public async Task Hang_lasts_until_the_client_gives_up()
    {
        _receiver.Script.Next(Fault.Hang());
        using var gaveUp = new CancellationTokenSource();
        var answer = _client.SendAsync(RawGrpc.LogsPath, new ByteArrayContent(RawGrpc.Frame([])), null, gaveUp.Token);
        await _receiver.WaitForAsync(r => r.Counts.Requests == 1);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await _receiver.WaitForAsync(r => r.Requests.Count == 1);
        Assert.Equal((false, null), (_receiver.Requests[0].Accepted, _receiver.Requests[0].Status));
    }

    [Fact]
    public async Task Hanging_request_does_not_delay_disposal()
    {
        _receiver.Script.Next(Fault.Hang());
        var answer = SendAsync("a");
        await _receiver.WaitForAsync(r => r.Counts.Requests == 1);
        await _receiver.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Partial_success_takes_all_in_and_says_so()
    {
        _receiver.Script.Next(2, Fault.PartialSuccess(3, "too old"));
        var logs = ExportLogsServiceResponse.Parser.ParseFrom((await SendAsync("a")).Payload);
        Assert.Equal((3, "too old"), (logs.PartialSuccess.RejectedLogRecords, logs.PartialSuccess.ErrorMessage));
        var metrics = ExportMetricsServiceResponse.Parser.ParseFrom((await _client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics())).Payload);
        Assert.Equal((3, "too old"), (metrics.PartialSuccess.RejectedDataPoints, metrics.PartialSuccess.ErrorMessage));
        Assert.Single(_receiver.Logs);
    }

    [Fact]
    public async Task Lost_ack_takes_the_records_in_and_breaks_the_connection()
    {
        _receiver.Script.Next(Fault.LoseAck());
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("a"));
        Assert.Equal("a", Assert.Single(_receiver.Logs).Uid);
        Assert.Equal((true, null), (_receiver.Requests[0].Accepted, _receiver.Requests[0].Status));
        await SendAsync("a");
        Assert.Equal((2, 1, 2), (_receiver.Counts.LogRecords, _receiver.Counts.RepeatedLogs, _receiver.Counts.Connections));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Dropped_connection_takes_nothing_in(int afterBytes)
    {
        _receiver.Script.Next(Fault.DropConnection(afterBytes));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("a"));
        Assert.Empty(_receiver.Logs);
        Assert.Equal(0, (await SendAsync("a")).Status);
        Assert.Equal(2, _receiver.Counts.Connections);
    }

    [Fact]
    public async Task Reset_stream_leaves_the_connection_open()
    {
        _receiver.Script.Next(Fault.ResetStream());
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("a"));
        Assert.Equal(0, (await SendAsync("a")).Status);
        Assert.Equal(1, _receiver.Counts.Connections);
    }

    [Fact]
    public async Task Goaway_answers_and_makes_the_client_reconnect()
    {
        _receiver.Script.Next(Fault.GoAway());
        Assert.Equal(0, (await SendAsync("a")).Status);
        await WaitUntilAsync(() => _receiver.OpenConnections == 0);
        Assert.Equal(0, (await SendAsync("b")).Status);
        Assert.Equal((2, 2), (_receiver.Counts.Connections, _receiver.Counts.UniqueLogs));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task Answer_that_is_not_grpc_is_a_page(int status)
    {
        _receiver.Script.Next(Fault.NotGrpc(status, "text/html", "<p>sign in</p>"));
        var answer = await SendAsync("a");
        Assert.Equal((status, "text/html", null), (answer.Http, answer.ContentType, answer.Status));
        Assert.Equal("<p>sign in</p>"u8.ToArray(), answer.Body);
        Assert.Empty(_receiver.Logs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Raw_answer_is_sent_as_it_is(bool omitStatus)
    {
        _receiver.Script.Next(Fault.RawAnswer(new byte[] { 0, 0 }, omitStatus));
        var answer = await SendAsync("a");
        Assert.Equal([0, 0], answer.Body);
        Assert.Equal(omitStatus ? null : 0, answer.Status);
    }

    [Fact]
    public async Task Slow_reading_follows_the_clock()
    {
        _receiver.Script.Next(Fault.ReadSlowly(1000));
        var start = _time.GetUtcNow();
        var answer = _client.SendAsync(RawGrpc.LogsPath, new ByteArrayContent(RawGrpc.Frame(Batches.Logs(new string('x', 4000)).ToByteArray())));
        while (!answer.IsCompleted)
        {
            if (!_time.AdvanceToNextTimer())
                await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await answer).Status);
        Assert.InRange((_time.GetUtcNow() - start).TotalSeconds, 8, 9);
    }

    [Fact]
    public async Task Refusal_without_reading_comes_while_the_client_is_still_sending()
    {
        _receiver.Script.Next(Fault.Refuse(GrpcStatusCode.Unavailable).WithoutReading());
        var answer = await _client.SendAsync(RawGrpc.LogsPath, new EndlessContent());
        Assert.Equal(14, answer.Status);
    }

    [Fact]
    public async Task Rule_over_records_refuses_the_poisonous_batch_only()
    {
        _receiver.Script.WhenLogs(logs => logs.Any(log => log.Body!.Contains("bad", StringComparison.Ordinal)) ? Fault.Refuse(GrpcStatusCode.InvalidArgument) : null);
        Assert.Equal(3, (await SendAsync("a", "bad", "c")).Status);
        Assert.Equal(0, (await SendAsync("a", "c")).Status);
        Assert.Equal(2, _receiver.Logs.Count);
        _receiver.Script.WhenMetrics(points => points.Count == 1 ? Fault.PartialSuccess(1, "x") : null);
        Assert.Equal(0, (await _client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics())).Status);
    }

    [Fact]
    public async Task Rule_over_requests_comes_after_the_queue_and_before_the_rest()
    {
        var asked = 0;
        _receiver.Script.Next(Fault.Refuse(GrpcStatusCode.DataLoss)).Always(Fault.Refuse(GrpcStatusCode.Aborted))
            .When(signal => signal == OtlpSignal.Logs && ++asked == 2 ? Fault.Refuse(GrpcStatusCode.Internal) : null)
            .WhenLogs(_ => Fault.Refuse(GrpcStatusCode.NotFound));
        foreach (var expected in new[] { 15, 5, 13, 5 })
            Assert.Equal(expected, (await SendAsync("a")).Status);
        Assert.Equal(10, (await _client.CallAsync(RawGrpc.MetricsPath, Batches.Metrics())).Status);
    }

    [Fact]
    public async Task Rule_over_records_needs_decoding()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.Keep = Keep.CountsOnly);
        Assert.Throws<InvalidOperationException>(() => receiver.Script.WhenLogs(_ => null));
    }

    [Fact]
    public async Task Throwing_rule_is_visible_in_the_answer()
    {
        _receiver.Script.WhenLogs(_ => throw new InvalidOperationException("oops"));
        var answer = await SendAsync("a");
        Assert.Equal(2, answer.Status);
        Assert.Contains("oops", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outage_keeps_port_counts_and_records()
    {
        await SendAsync("a");
        var port = _receiver.Port;
        await _receiver.GoOfflineAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("b"));
        await _receiver.GoOnlineAsync();
        Assert.Equal(0, (await SendAsync("b")).Status);
        Assert.Equal((port, 2, 2), (_receiver.Port, _receiver.Logs.Count, _receiver.Counts.Connections));
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    private Task<GrpcResult> SendAsync(params string[] uids) => _client.CallAsync(RawGrpc.LogsPath, Batches.Logs(uids));

    private sealed class EndlessContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0x7f, 0, 0, 0 });
            while (true)
                await stream.WriteAsync(new byte[65536]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
