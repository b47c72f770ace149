using Hex.Export.Grpc;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Sending;

/// <summary>
/// The one place where the end of a call becomes a verdict on the data. It follows the OTLP specification's table of retryable codes ("OTLP/gRPC Response",
/// "Failures"), except that faults of the endpoint or the credential hold the data, where OTLP would have it dropped.
/// </summary>
internal static class StatusTable
{
    public static ExportResult Judge(GrpcReply reply, OtlpSignal signal, int count)
    {
        if (reply.Status == GrpcStatusCode.Ok)
            return PartialSuccess.Read(reply.Body.Span, signal, count);
        var reason = Reason(reply);
        if (reply.Origin is GrpcOrigin.Tls or GrpcOrigin.Configuration)
            return ExportResult.EndpointFault(reason);
        switch (reply.Status)
        {
            // Throttling if the server says when to come back, else its way to refuse a message that is too large.
            case GrpcStatusCode.ResourceExhausted when reply.RetryAfter is null:
                return ExportResult.TooLarge(reason);

            case GrpcStatusCode.ResourceExhausted:
            case GrpcStatusCode.Unavailable:
            case GrpcStatusCode.DeadlineExceeded:
            case GrpcStatusCode.Cancelled:
            case GrpcStatusCode.Aborted:
            case GrpcStatusCode.OutOfRange:
            case GrpcStatusCode.DataLoss:
                return ExportResult.Retry(reason, reply.RetryAfter);

            case GrpcStatusCode.InvalidArgument:
            case GrpcStatusCode.FailedPrecondition:
                return ExportResult.Rejected(reason);

            default:
                return ExportResult.EndpointFault(reason);
        }
    }

    private static string Reason(GrpcReply reply)
    {
        if (reply.Origin is not GrpcOrigin.Server)
            return reply.Message;
        var name = Name(reply.Status);
        return reply.Message.Length == 0 ? name : $"{name}: {reply.Message}";
    }

    // As the specification spells them, which is what people search for.
    private static string Name(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.Cancelled => "CANCELLED",
        GrpcStatusCode.Unknown => "UNKNOWN",
        GrpcStatusCode.InvalidArgument => "INVALID_ARGUMENT",
        GrpcStatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        GrpcStatusCode.NotFound => "NOT_FOUND",
        GrpcStatusCode.AlreadyExists => "ALREADY_EXISTS",
        GrpcStatusCode.PermissionDenied => "PERMISSION_DENIED",
        GrpcStatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        GrpcStatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        GrpcStatusCode.Aborted => "ABORTED",
        GrpcStatusCode.OutOfRange => "OUT_OF_RANGE",
        GrpcStatusCode.Unimplemented => "UNIMPLEMENTED",
        GrpcStatusCode.Internal => "INTERNAL",
        GrpcStatusCode.Unavailable => "UNAVAILABLE",
        GrpcStatusCode.DataLoss => "DATA_LOSS",
        GrpcStatusCode.Unauthenticated => "UNAUTHENTICATED",
        _ => status.ToString(),
    };
}
