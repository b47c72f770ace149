using System.Text;
using Google.Protobuf;
using Hex.Testing.Otlp.Ledger;
using Hex.Testing.Otlp.Wire;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>One request, from its head to its answer.</summary>
internal sealed class ExportCall(
    HttpContext http,
    OtlpReceiverOptions options,
    ReceiverScript script,
    ReceiverLedger ledger,
    OpenConnections connections,
    IEnumerable<KeyValuePair<string, string>> requiredHeaders,
    CancellationToken stopping)
{
    private readonly DateTimeOffset _at = options.TimeProvider.GetUtcNow();
    private readonly OtlpSignal? _signal = RequestCheck.Signal(http.Request.Path.Value);
    private readonly long _number = ledger.BeginRequest();
    private long _wireBytes;
    private long _messageBytes;
    private long _records;
    private bool _compressed;
    private bool _accepted;
    private bool _ended;

    public async Task RunAsync()
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await ServeAsync(ends.Token);
        }
        catch (GrpcRefusalException refusal)
        {
            if (refusal.Malformed)
                ledger.AddMalformed();
            await RefuseAsync(refusal.Code, refusal.Message);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The client, or the receiver, went away; there is nobody to answer.
            End(null, error.Message);
            // Else the server might still send an empty answer, before its connections are dropped.
            if (stopping.IsCancellationRequested)
                http.Abort();
        }
        catch (Exception error)
        {
            // A rule of the test threw: the test must see it.
            await RefuseAsync(GrpcStatusCode.Unknown, $"the receiver's script threw {error.GetType().Name}: {error.Message}");
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            ledger.AddMalformed();
            End(null, "not gRPC");
            http.Response.StatusCode = HttpMethods.IsPost(http.Request.Method) ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        RequestCheck.Check(http.Request, _signal, options.AcceptGzip, requiredHeaders);
        var fault = script.Take(_signal!.Value, out var scripted);
        if (fault.Kind == Fault.Answer.Drop)
        {
            await ReaderOf(fault).DrainAsync(fault.DropAfterBytes, cancellationToken);
            await AnswerAsync(fault, cancellationToken);
            return;
        }

        if (!fault.ReadsBody)
        {
            await AnswerAsync(fault, cancellationToken);
            return;
        }

        if (options.Keep == Keep.Discard)
        {
            await DiscardAsync(fault, cancellationToken);
            return;
        }

        using var message = await MessageAsync(fault, cancellationToken);
        using var tally = new BatchTally();
        var (logs, metrics) = Decode(message, tally);
        _records = tally.Records;
        if (!scripted)
            fault = (logs is not null ? script.Decide(logs) : metrics is not null ? script.Decide(metrics) : null) ?? fault;
        if (fault.Kind is Fault.Answer.Accept or Fault.Answer.LoseAck)
        {
            _accepted = true;
            Number(logs, metrics);
            ledger.Accept(tally, message.Length, logs, metrics);
        }

        await AnswerAsync(fault, cancellationToken);
    }

    private void Number(List<ReceivedLog>? logs, List<ReceivedMetricPoint>? metrics)
    {
        logs?.ForEach(log => log.Request = _number);
        metrics?.ForEach(point => point.Request = _number);
    }

    private MessageReader ReaderOf(Fault fault) => new(http.Request.BodyReader, options.MaxMessageBytes, fault.BytesPerSecond, options.TimeProvider);

    private async Task<PooledMessage> MessageAsync(Fault fault, CancellationToken cancellationToken)
    {
        var reader = ReaderOf(fault);
        PooledMessage message;
        try
        {
            message = await reader.ReadAsync(cancellationToken);
        }
        finally
        {
            _wireBytes = reader.Consumed;
        }

        _compressed = message.Compressed;
        if (!message.Compressed)
        {
            _messageBytes = message.Length;
            return message;
        }

        using (message)
        {
            if (http.Request.Headers["grpc-encoding"] != "gzip")
                throw new GrpcRefusalException(GrpcStatusCode.Internal, "grpc: compressed flag set without grpc-encoding", malformed: true);
            var plain = message.Gunzip(options.MaxMessageBytes);
            _messageBytes = plain.Length;
            return plain;
        }
    }

    private async Task DiscardAsync(Fault fault, CancellationToken cancellationToken)
    {
        var reader = ReaderOf(fault);
        await reader.DrainAsync(long.MaxValue, cancellationToken);
        _wireBytes = reader.Consumed;
        _messageBytes = Math.Max(0, reader.Consumed - 5);
        if (fault.Kind is Fault.Answer.Accept or Fault.Answer.LoseAck)
        {
            _accepted = true;
            using var nothing = new BatchTally();
            ledger.Accept(nothing, _messageBytes, null, null);
        }

        await AnswerAsync(fault, cancellationToken);
    }

    private (List<ReceivedLog>? Logs, List<ReceivedMetricPoint>? Metrics) Decode(PooledMessage message, BatchTally tally)
    {
        try
        {
            switch (options.Keep, _signal)
            {
                case (Keep.All, OtlpSignal.Logs):
                    var logs = LogsDecode.Records(message.Span);
                    foreach (var log in logs)
                        tally.AddLog(log.BodyBytes?.Length ?? Encoding.UTF8.GetByteCount(log.Body ?? ""), log.Uid);
                    return (logs, null);
                case (Keep.All, _):
                    var metrics = MetricsDecode.Points(message.Span);
                    tally.MetricPoints = metrics.Count;
                    return (null, metrics);
                case (_, OtlpSignal.Logs):
                    LogsWalk.Count(message.Span, tally, options.Inspect);
                    return default;
                default:
                    MetricsWalk.Count(message.Span, tally);
                    return default;
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidProtocolBufferException)
        {
            throw new GrpcRefusalException(GrpcStatusCode.Internal, $"grpc: error unmarshalling request: {error.Message}", malformed: true);
        }
    }

    private async Task AnswerAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault.Wait > TimeSpan.Zero)
            await Task.Delay(fault.Wait, options.TimeProvider, cancellationToken);
        if (fault.ClosesConnection)
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        switch (fault.Kind)
        {
            case Fault.Answer.Accept:
                End(GrpcStatusCode.Ok, fault.Message);
                await GrpcAnswer.OkAsync(http.Response, _signal!.Value, fault.Rejected, fault.Message);
                break;
            case Fault.Answer.Refuse:
                End(fault.Code, fault.Message);
                await GrpcAnswer.RefuseAsync(http.Response, fault.Code, fault.Message, fault.RetryAfter, fault.InTrailers);
                break;
            case Fault.Answer.NotGrpc:
                End(null, "not gRPC");
                await GrpcAnswer.PageAsync(http.Response, fault.Number, fault.ContentType, fault.Body);
                break;
            case Fault.Answer.RawBody:
                End(fault.OmitsStatus ? null : GrpcStatusCode.Ok, "raw answer");
                await GrpcAnswer.RawAsync(http.Response, fault.Body, fault.OmitsStatus);
                break;
            case Fault.Answer.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, cancellationToken);
                break;
            case Fault.Answer.Reset:
                End(null, $"stream reset {fault.Number}");
                http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(fault.Number);
                break;
            default:
                End(null, fault.Kind == Fault.Answer.LoseAck ? "accepted, answer lost" : "connection dropped");
                connections.Drop(http.Connection.Id);
                break;
        }
    }

    private Task RefuseAsync(GrpcStatusCode code, string message)
    {
        End(code, message);
        return GrpcAnswer.RefuseAsync(http.Response, code, message, retryAfter: null, inTrailers: false);
    }

    private void End(GrpcStatusCode? status, string message)
    {
        if (_ended)
            return;
        _ended = true;
        ledger.EndRequest(new ReceivedRequest
        {
            Number = _number,
            At = _at,
            Signal = _signal,
            Path = http.Request.Path.Value ?? "",
            Headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            ConnectionId = http.Connection.Id,
            WireBytes = _wireBytes,
            MessageBytes = _messageBytes,
            Compressed = _compressed,
            Records = _records,
            Accepted = _accepted,
            Status = status,
            Message = message,
        });
    }
}
