using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Hex.Export.Grpc;
using Hex.Export.Otlp.Sending;
using Hex.Telemetry;
using Hex.Testing.Otlp.Proto;
using static Hex.Export.Grpc.GrpcOrigin;
using static Hex.Export.Grpc.GrpcStatusCode;

namespace Hex.Export.Tests.Otlp;

/// <summary>
/// The verdicts, one line each. "OTLP" is the table of retryable codes in the OTLP specification, section OTLP/gRPC Response, Failures;
/// "HTTP" is gRPC's http-grpc-status-mapping; "held" is where Hex keeps data that OTLP would drop.
/// </summary>
public class StatusTableTests
{
    private const int Hint = 3;

    public static TheoryData<string, GrpcStatusCode, GrpcOrigin, int, ExportStatus> Cases => new()
    {
        { "OTLP: CANCELLED is retryable", Cancelled, Server, 0, ExportStatus.Retry },
        { "OTLP: DEADLINE_EXCEEDED is retryable", DeadlineExceeded, Server, 0, ExportStatus.Retry },
        { "OTLP: ABORTED is retryable", Aborted, Server, 0, ExportStatus.Retry },
        { "OTLP: OUT_OF_RANGE is retryable", OutOfRange, Server, 0, ExportStatus.Retry },
        { "OTLP: UNAVAILABLE is retryable", Unavailable, Server, 0, ExportStatus.Retry },
        { "OTLP: UNAVAILABLE with RetryInfo says when", Unavailable, Server, Hint, ExportStatus.Retry },
        { "OTLP: DATA_LOSS is retryable", DataLoss, Server, 0, ExportStatus.Retry },
        { "OTLP: RESOURCE_EXHAUSTED with RetryInfo is throttling", ResourceExhausted, Server, Hint, ExportStatus.Retry },
        { "OTLP: RESOURCE_EXHAUSTED without RetryInfo is not retryable as it is", ResourceExhausted, Server, 0, ExportStatus.TooLarge },
        { "OTLP: INVALID_ARGUMENT is not retryable", InvalidArgument, Server, 0, ExportStatus.Rejected },
        { "OTLP: FAILED_PRECONDITION is not retryable", FailedPrecondition, Server, 0, ExportStatus.Rejected },
        { "held: UNKNOWN", Unknown, Server, 0, ExportStatus.EndpointFault },
        { "held: NOT_FOUND", NotFound, Server, 0, ExportStatus.EndpointFault },
        { "held: ALREADY_EXISTS", AlreadyExists, Server, 0, ExportStatus.EndpointFault },
        { "held: PERMISSION_DENIED", PermissionDenied, Server, 0, ExportStatus.EndpointFault },
        { "held: UNAUTHENTICATED", Unauthenticated, Server, 0, ExportStatus.EndpointFault },
        { "held: UNIMPLEMENTED", Unimplemented, Server, 0, ExportStatus.EndpointFault },
        { "held: INTERNAL", Internal, Server, 0, ExportStatus.EndpointFault },
        { "held: a hint does not make a fault of the credential transient", Unauthenticated, Server, Hint, ExportStatus.EndpointFault },
        { "HTTP: 502, 503, 504 and 429 are UNAVAILABLE", Unavailable, NotGrpc, 0, ExportStatus.Retry },
        { "HTTP: Retry-After says when", Unavailable, NotGrpc, Hint, ExportStatus.Retry },
        { "HTTP: 404, and a server without HTTP/2, are UNIMPLEMENTED", Unimplemented, NotGrpc, 0, ExportStatus.EndpointFault },
        { "HTTP: 200 with a web page is UNKNOWN", Unknown, NotGrpc, 0, ExportStatus.EndpointFault },
        { "HTTP: 401 is UNAUTHENTICATED", Unauthenticated, NotGrpc, 0, ExportStatus.EndpointFault },
        { "a connection that cannot be made may be made later", Unavailable, Connection, 0, ExportStatus.Retry },
        { "our own deadline is retryable like the server's", DeadlineExceeded, GrpcOrigin.Timeout, 0, ExportStatus.Retry },
        { "held: a certificate that is not trusted", Unavailable, Tls, 0, ExportStatus.EndpointFault },
        { "held: a credential file that is missing", Unauthenticated, GrpcOrigin.Configuration, 0, ExportStatus.EndpointFault },
        { "held: a proxy that refuses", PermissionDenied, GrpcOrigin.Configuration, 0, ExportStatus.EndpointFault },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdict(string name, GrpcStatusCode status, GrpcOrigin origin, int retryAfterSeconds, ExportStatus expected)
    {
        TimeSpan? hint = retryAfterSeconds == 0 ? null : TimeSpan.FromSeconds(retryAfterSeconds);
        var result = StatusTable.Judge(new GrpcReply { Status = status, Origin = origin, Message = "why", RetryAfter = hint }, Export.Otlp.OtlpSignal.Logs, 5);
        Assert.True(expected == result.Status, name);
        Assert.Equal(expected == ExportStatus.Retry ? hint : null, result.RetryAfter);
        Assert.EndsWith("why", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_has_a_case() =>
        Assert.Equal(Enum.GetValues<GrpcStatusCode>().Where(c => c != Ok), Cases.Select(c => c.Data.Item2).Distinct().Order());

    [Fact]
    public void Reason_has_the_name_of_the_specification_and_the_servers_words()
    {
        Assert.Equal("UNAUTHENTICATED: no such key", Judge(new GrpcReply { Status = Unauthenticated, Message = "no such key" }).Reason);
        Assert.Equal("DEADLINE_EXCEEDED", Judge(new GrpcReply { Status = DeadlineExceeded }).Reason);
        Assert.Equal("no route", Judge(new GrpcReply { Status = Unavailable, Origin = Connection, Message = "no route" }).Reason);
    }

    [Fact]
    public void Acknowledgement_is_acceptance() => Assert.Equal(ExportResult.Accepted, Judge(GrpcReply.EmptyOk));

    [Theory]
    [InlineData(2, "bad label", 2, "the server rejected 2 of 5 log records: bad label")]
    [InlineData(2, "", 2, "the server rejected 2 of 5 log records: it gave no reason")]
    [InlineData(0, "please upgrade\u001b[31m\n", 0, "the server says: please upgrade\\u001b[31m\\n")]
    [InlineData(99, "all", 5, "the server rejected 5 of 5 log records: all")]
    [InlineData(-1, "none", 0, "the server says: none")]
    public void Partial_success_is_acceptance_with_a_count(long rejected, string message, long expected, string reason)
    {
        var response = new ExportLogsServiceResponse { PartialSuccess = new() { RejectedLogRecords = rejected, ErrorMessage = message } };
        var result = Judge(new GrpcReply { Status = Ok, Body = response.ToByteArray() });
        Assert.Equal((ExportStatus.Accepted, expected, reason), (result.Status, result.RejectedRecords, result.Reason));
    }

    [Fact]
    public void Partial_success_of_metrics_counts_points()
    {
        var response = new ExportMetricsServiceResponse { PartialSuccess = new() { RejectedDataPoints = 1, ErrorMessage = "x" } };
        var result = StatusTable.Judge(new GrpcReply { Status = Ok, Body = response.ToByteArray() }, Export.Otlp.OtlpSignal.Metrics, 5);
        Assert.Equal("the server rejected 1 of 5 data points: x", result.Reason);
    }

    [Fact]
    public void Flood_of_a_message_is_bounded()
    {
        var response = new ExportLogsServiceResponse { PartialSuccess = new() { RejectedLogRecords = 1, ErrorMessage = new string('x', 50_000) } };
        Assert.InRange(Judge(new GrpcReply { Status = Ok, Body = response.ToByteArray() }).Reason!.Length, 500, 600);
    }

    [Fact]
    public void Acknowledgement_that_cannot_be_read_is_acceptance() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), body => Judge(new GrpcReply { Status = Ok, Body = body }).Status == ExportStatus.Accepted).QuickCheckThrowOnFailure();

    private static ExportResult Judge(GrpcReply reply) => StatusTable.Judge(reply, Export.Otlp.OtlpSignal.Logs, 5);
}
