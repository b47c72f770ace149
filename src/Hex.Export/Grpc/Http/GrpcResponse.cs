using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Hex.Export.Grpc.Wire;
using Hex.Export.Text;

namespace Hex.Export.Grpc.Http;

/// <summary>Reads the answer to a unary call (gRPC PROTOCOL-HTTP2, "Responses").</summary>
/// <remarks>
/// <c>response = (headers *message trailers) / trailers-only   trailers = status [message] [details]</c>. A trailers-only answer arrives as headers.
/// </remarks>
internal static class GrpcResponse
{
    /// <summary>The most that is read of an answer. OTLP answers are empty or one short message.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int FirstRead = 512;

    public static async Task<GrpcReply> ReadAsync(HttpResponseMessage response, string endpoint, CancellationToken cancellationToken)
    {
        if (Header(response, "grpc-status", trailers: false) is not null)
            return FromStatus(response, default, trailers: false);
        if (response.StatusCode != HttpStatusCode.OK || !IsGrpc(response))
            return NotGrpc(response, endpoint);

        var buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            var length = 0;
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length >= MaxBytes)
                        return new GrpcReply { Status = GrpcStatusCode.Internal, Message = $"{endpoint} answered with more than {MaxBytes} bytes, which no OTLP server does" };
                    buffer = Grow(buffer);
                }
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }
            return FromStatus(response, buffer.AsSpan(0, length), trailers: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 8, MaxBytes));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static GrpcReply FromStatus(HttpResponseMessage response, ReadOnlySpan<byte> body, bool trailers)
    {
        var text = Header(response, "grpc-status", trailers);
        if (text is null)
        {
            return new GrpcReply
            {
                Status = GrpcStatusCode.Unknown,
                Origin = GrpcOrigin.NotGrpc,
                Message = "the answer ended without a grpc-status: does a proxy between drop HTTP/2 trailers?",
            };
        }
        var known = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= (int)GrpcStatusCode.Unauthenticated;
        var message = PercentEncoding.Decode(Header(response, "grpc-message", trailers));
        if (!known)
            return new GrpcReply { Status = GrpcStatusCode.Unknown, Message = $"unknown grpc-status '{Printable.From(text, 32)}' {message}".TrimEnd() };
        var retryAfter = RetryInfo.FromHeader(Header(response, "grpc-status-details-bin", trailers));
        if (code != 0)
            return new GrpcReply { Status = (GrpcStatusCode)code, Message = message, RetryAfter = retryAfter };
        var content = Unframe(body, Header(response, "grpc-encoding", trailers: false));
        return content.Length == 0 ? GrpcReply.EmptyOk : new GrpcReply { Status = GrpcStatusCode.Ok, Body = content };
    }

    // A success whose message cannot be read stays a success: the server has taken the data, and sending it again would repeat it.
    private static byte[] Unframe(ReadOnlySpan<byte> body, string? encoding)
    {
        if (body.Length < GrpcCall.PrefixBytes)
            return [];
        var length = BinaryPrimitives.ReadUInt32BigEndian(body[1..]);
        if (length == 0 || length > body.Length - GrpcCall.PrefixBytes)
            return [];
        var message = body.Slice(GrpcCall.PrefixBytes, (int)length).ToArray();
        if (body[0] == 0)
            return message;
        return encoding == "gzip" ? Gunzip(message) : [];
    }

    private static byte[] Gunzip(byte[] message)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
            var plain = new byte[MaxBytes];
            return plain[..gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static bool IsGrpc(HttpResponseMessage response) =>
        ContentType(response) is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private static string? Header(HttpResponseMessage response, string name, bool trailers) =>
        (trailers ? response.TrailingHeaders : response.Headers).NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>What else answered, and which status stands for it (gRPC http-grpc-status-mapping). The body is not shown: it may repeat our headers.</summary>
    private static GrpcReply NotGrpc(HttpResponseMessage response, string endpoint)
    {
        var status = (int)response.StatusCode switch
        {
            400 => GrpcStatusCode.Internal,
            401 => GrpcStatusCode.Unauthenticated,
            403 => GrpcStatusCode.PermissionDenied,
            404 => GrpcStatusCode.Unimplemented,
            429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
            _ => GrpcStatusCode.Unknown,
        };
        var type = Printable.From(ContentType(response) ?? "no content type", 80);
        return new GrpcReply
        {
            Status = status,
            Origin = GrpcOrigin.NotGrpc,
            Message = $"{endpoint} answered HTTP {(int)response.StatusCode} with {type}, not gRPC: is this the OTLP/gRPC port (usually 4317), and does what stands between pass gRPC on?",
            RetryAfter = response.Headers.RetryAfter?.Delta is { } delay ? TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, RetryInfo.MaxDelay.Ticks)) : null,
        };
    }
}
