using System.Buffers.Text;
using System.Text;

namespace Hex.Export.Grpc.Wire;

/// <summary>Finds the delay a server asks for in <c>grpc-status-details-bin</c>.</summary>
internal static class RetryInfo
{
    /// <summary>Headers longer than this are not looked into: a RetryInfo takes some 80 characters.</summary>
    public const int MaxHeaderChars = 16 * 1024;

    /// <summary>No wait is believed to be longer than this, so that one absurd answer does not silence an agent for ever.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private static ReadOnlySpan<byte> TypeName => "/google.rpc.RetryInfo"u8;

    /// <summary>Reads the header: base64 with or without padding (gRPC PROTOCOL-HTTP2, "Binary-Header") of a google.rpc.Status.</summary>
    /// <returns>The delay, between zero and <see cref="MaxDelay"/>; null when there is none or the header is malformed.</returns>
    public static TimeSpan? FromHeader(string? header)
    {
        if (header is null || header.Length > MaxHeaderChars)
            return null;
        var text = Encoding.ASCII.GetBytes(header.TrimEnd('='));
        var padded = new byte[(text.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        text.CopyTo(padded, 0);
        var status = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        return Base64.DecodeFromUtf8(padded, status, out _, out var written) == System.Buffers.OperationStatus.Done
            ? FromStatus(status.AsSpan(0, written))
            : null;
    }

    // Status { int32 code = 1; string message = 2; repeated Any details = 3; }   Any { string type_url = 1; bytes value = 2; }
    private static TimeSpan? FromStatus(ReadOnlySpan<byte> status)
    {
        var fields = new ProtoReader(status);
        while (fields.Next())
        {
            if (fields.Field != 3)
                continue;
            ReadOnlySpan<byte> type = default, value = default;
            var any = new ProtoReader(fields.Bytes);
            while (any.Next())
            {
                if (any.Field == 1)
                    type = any.Bytes;
                else if (any.Field == 2)
                    value = any.Bytes;
            }
            if (type.EndsWith(TypeName))
                return FromRetryInfo(value);
        }
        return null;
    }

    // RetryInfo { Duration retry_delay = 1; }   Duration { int64 seconds = 1; int32 nanos = 2; }
    private static TimeSpan FromRetryInfo(ReadOnlySpan<byte> info)
    {
        long seconds = 0, nanos = 0;
        var fields = new ProtoReader(info);
        while (fields.Next())
        {
            if (fields.Field != 1)
                continue;
            var duration = new ProtoReader(fields.Bytes);
            while (duration.Next())
            {
                if (duration.Field == 1)
                    seconds = (long)duration.Number;
                else if (duration.Field == 2)
                    nanos = Math.Clamp((long)duration.Number, 0, 999_999_999);
            }
        }
        if (seconds < 0)
            return TimeSpan.Zero;
        return seconds >= (long)MaxDelay.TotalSeconds
            ? MaxDelay
            : TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(nanos / TimeSpan.NanosecondsPerTick);
    }
}
