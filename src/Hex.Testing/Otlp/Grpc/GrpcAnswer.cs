using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Hex.Testing.Otlp.Proto;
using Microsoft.AspNetCore.Http;
using GoogleStatus = Hex.Testing.Otlp.Proto.Status;

namespace Hex.Testing.Otlp.Grpc;

/// <summary>Writes the answer of a unary call (gRPC over HTTP/2, "Responses").</summary>
internal static class GrpcAnswer
{
    public static async Task OkAsync(HttpResponse response, OtlpSignal signal, long rejected, string message)
    {
        IMessage body = signal == OtlpSignal.Logs
            ? new ExportLogsServiceResponse { PartialSuccess = LogsPartial(rejected, message) }
            : new ExportMetricsServiceResponse { PartialSuccess = MetricsPartial(rejected, message) };
        var frame = new byte[5 + body.CalculateSize()];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)(frame.Length - 5));
        body.WriteTo(frame.AsSpan(5));
        response.ContentType = "application/grpc";
        await response.BodyWriter.WriteAsync(frame);
        response.AppendTrailer("grpc-status", "0");
    }

    public static async Task RawAsync(HttpResponse response, ReadOnlyMemory<byte> body, bool omitStatus)
    {
        response.ContentType = "application/grpc";
        await response.StartAsync();
        await response.BodyWriter.WriteAsync(body);
        if (!omitStatus)
            response.AppendTrailer("grpc-status", "0");
    }

    public static async Task PageAsync(HttpResponse response, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }

    /// <summary>A trailers-only answer, whose status comes in the headers, or headers and then trailers.</summary>
    public static async Task RefuseAsync(HttpResponse response, GrpcStatusCode code, string message, TimeSpan? retryAfter, bool inTrailers)
    {
        response.ContentType = "application/grpc";
        if (inTrailers)
            await response.StartAsync();
        Set("grpc-status", ((int)code).ToString(CultureInfo.InvariantCulture));
        if (message.Length > 0)
            Set("grpc-message", PercentEncode(message));
        if (retryAfter is { } delay)
            Set("grpc-status-details-bin", Details(code, message, delay));

        void Set(string name, string value)
        {
            if (inTrailers)
                response.AppendTrailer(name, value);
            else
                response.Headers[name] = value;
        }
    }

    /// <summary>Printable ASCII but the percent sign stays; every other byte of the UTF-8 becomes %XX.</summary>
    internal static string PercentEncode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7e and not (byte)'%')
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>A google.rpc.Status with a RetryInfo; base64 without padding, as most servers send binary metadata.</summary>
    private static string Details(GrpcStatusCode code, string message, TimeSpan delay)
    {
        var status = new GoogleStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = delay.ToDuration() }));
        return Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }

    private static ExportLogsPartialSuccess? LogsPartial(long rejected, string message) =>
        rejected == 0 && message.Length == 0 ? null : new() { RejectedLogRecords = rejected, ErrorMessage = message };

    private static ExportMetricsPartialSuccess? MetricsPartial(long rejected, string message) =>
        rejected == 0 && message.Length == 0 ? null : new() { RejectedDataPoints = rejected, ErrorMessage = message };
}
