using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>What a strict gRPC server asks of a request's head (gRPC over HTTP/2, "Requests").</summary>
internal static partial class RequestCheck
{
    public static OtlpSignal? Signal(string? path) => path switch
    {
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export" => OtlpSignal.Logs,
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" => OtlpSignal.Metrics,
        _ => null,
    };

    /// <summary>Passes a good head.</summary>
    /// <exception cref="GrpcRefusalException">The head is wrong, asks for an unknown method, or lacks a required header.</exception>
    public static void Check(HttpRequest request, OtlpSignal? signal, bool acceptGzip, IEnumerable<KeyValuePair<string, string>> required)
    {
        if (request.Headers.TE != "trailers")
            throw Malformed($"te is \"{request.Headers.TE}\"; it must be \"trailers\"");
        var timeout = request.Headers["grpc-timeout"].ToString();
        if (timeout.Length > 0 && !Timeout().IsMatch(timeout))
            throw Malformed($"malformed grpc-timeout \"{timeout}\"");
        foreach (var (name, value) in required)
        {
            if (request.Headers[name] != value)
                throw new GrpcRefusalException(GrpcStatusCode.Unauthenticated, $"the header {name} is missing or wrong");
        }

        if (signal is null)
            throw new GrpcRefusalException(GrpcStatusCode.Unimplemented, $"unknown method {request.Path}");
        var encoding = request.Headers["grpc-encoding"].ToString();
        if (encoding is not ("" or "identity") && !(encoding == "gzip" && acceptGzip))
        {
            throw new GrpcRefusalException(
                GrpcStatusCode.Unimplemented, $"grpc: Decompressor is not installed for grpc-encoding \"{encoding}\"");
        }
    }

    private static GrpcRefusalException Malformed(string what) => new(GrpcStatusCode.Internal, $"grpc: {what}", malformed: true);

    [GeneratedRegex("^[0-9]{1,8}[HMSmun]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Timeout();
}
