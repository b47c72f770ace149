using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>An error as the API server words it: a Status object (meta/v1), or plain text. At most 64 KiB of it are read.</summary>
internal sealed record ApiStatus(int Code, string? Reason, string Message, TimeSpan? RetryAfter)
{
    private const int MaxBody = 64 * 1024;
    private const int MaxMessage = 512;

    public bool IsExpired => Code == 410 || Reason is "Expired" or "Gone";

    public string Describe() => $"{Message} (HTTP {Code.ToString(CultureInfo.InvariantCulture)})";

    public static async Task<ApiStatus> ReadAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBody);
        try
        {
            var length = await response.Body.ReadAtLeastAsync(buffer.AsMemory(0, MaxBody), MaxBody, throwOnEndOfStream: false, cancellationToken);
            var status = Parse(buffer.AsSpan(0, length), response.Status);
            return status with { RetryAfter = response.RetryAfter ?? status.RetryAfter };
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return new ApiStatus(response.Status, null, "the answer broke off", response.RetryAfter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads an error of either form; never throws.</summary>
    /// <param name="utf8">A Status object, or any text.</param>
    /// <param name="httpStatus">The code when the body has none; 0 inside a watch.</param>
    public static ApiStatus Parse(ReadOnlySpan<byte> utf8, int httpStatus)
    {
        try
        {
            if (utf8.TrimStart(" \r\n\t"u8).StartsWith("{"u8))
            {
                return ParseStatus(utf8, httpStatus);
            }
        }
        catch (JsonException)
        {
            // Fall through: the text is what there is.
        }

        var text = utf8[..Math.Min(utf8.Length, MaxMessage)].Trim(" \r\n\t"u8);
        return new ApiStatus(httpStatus, null, text.Length == 0 ? "no message" : Printable(Encoding.UTF8.GetString(text)), null);
    }

    private static ApiStatus ParseStatus(ReadOnlySpan<byte> utf8, int httpStatus)
    {
        var context = DecodeContext.Bare();
        var json = new JsonCursor(utf8, context);
        string? reason = null, message = null;
        var (code, retryAfter) = (httpStatus, (long?)null);
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("message"u8))
            {
                message = json.UniqueText(MaxMessage);
            }
            else if (json.Is("reason"u8))
            {
                reason = json.UniqueText(64);
            }
            else if (json.Is("code"u8))
            {
                code = json.Int32() ?? httpStatus;
            }
            else if (json.Is("details"u8))
            {
                for (var isDetails = json.EnterObject(); isDetails && json.NextProperty();)
                {
                    if (json.Is("retryAfterSeconds"u8))
                    {
                        retryAfter = json.Int64();
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
            else
            {
                json.Skip();
            }
        }

        var wait = retryAfter is > 0 and < 86_400 ? TimeSpan.FromSeconds(retryAfter.Value) : (TimeSpan?)null;
        return new ApiStatus(code, reason, Printable(message is { Length: > 0 } ? message : reason ?? "no message"), wait);
    }

    // Messages go to logs: control characters become spaces.
    private static string Printable(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f')
            ? string.Create(text.Length, text, static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = char.IsControl(source[i]) ? ' ' : source[i];
                }
            })
            : text;
}
