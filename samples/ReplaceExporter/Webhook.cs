using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hex.Telemetry;

namespace ReplaceExporter;

/// <summary>One POST, and what its answer means to the pipeline.</summary>
internal static class Webhook
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A log line may hold any bytes: what is no UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Utf8.GetString(bytes);

    #region ReplaceExporterVerdict
    public static async ValueTask<ExportResult> PostAsync(HttpClient http, Uri url, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(lines);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await http.PostAsync(url, content, cancellationToken);
            return answer.StatusCode switch
            {
                < HttpStatusCode.Ambiguous => ExportResult.Accepted,
                HttpStatusCode.RequestEntityTooLarge => ExportResult.TooLarge("413"),
                HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => ExportResult.Rejected($"{(int)answer.StatusCode}"),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                    ExportResult.Retry($"{(int)answer.StatusCode}", answer.Headers.RetryAfter?.Delta),
                _ => ExportResult.EndpointFault($"{(int)answer.StatusCode}"),
            };
        }
        catch (HttpRequestException e)
        {
            return ExportResult.Retry(e.HttpRequestError.ToString());
        }
    }
    #endregion
}
