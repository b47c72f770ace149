using System.Text;
using Hex.Testing.Cluster.Faults;

namespace Hex.Testing.Cluster;

/// <summary>One way a request can go wrong. Script it with <see cref="ClusterFaults"/>.</summary>
public abstract class ApiFault
{
    private protected ApiFault()
    {
    }

    /// <summary>A Status body, such as 429, 500, 503 or 504, with the reason and a message the server would give.</summary>
    /// <param name="code">HTTP status, 400 to 599.</param>
    /// <param name="message">Message; default: the server's usual one for the code.</param>
    /// <param name="retryAfterSeconds">Sent as Retry-After and in the body; null (default) for none.</param>
    public static ApiFault Status(int code, string? message = null, int? retryAfterSeconds = null) =>
        new AnswerFault(code, "application/json", [.. StandardStatus.For(code, message, retryAfterSeconds).ToJson(), (byte)'\n'], retryAfterSeconds);

    /// <summary>A body that is no Status, as proxies and the aggregation layer send.</summary>
    public static ApiFault PlainText(int code, string text) => new AnswerFault(code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text), retryAfterSeconds: null);

    /// <summary>Any answer at all.</summary>
    public static ApiFault Answer(int code, string contentType, byte[] body) => new AnswerFault(code, contentType, body, retryAfterSeconds: null);

    /// <summary>Cuts the stream (HTTP/2) or the connection (HTTP/1.1) before any answer.</summary>
    public static ApiFault Reset() => new ResetFault();

    /// <summary>Answers, and cuts the stream after so many bytes of the body, in the middle of a line if they say so.</summary>
    public static ApiFault ResetAfter(long bytes) => new BodyFault(new() { Bytes = bytes, Reset = true });

    /// <summary>Answers, and ends the body after so many bytes as if it were complete.</summary>
    public static ApiFault EndAfter(long bytes) => new BodyFault(new() { Bytes = bytes });

    /// <summary>Answers, and ends the body after so many lines as if it were complete; 0 is a watch that ends at once.</summary>
    public static ApiFault EndAfterLines(int lines) => new BodyFault(new() { Lines = lines });

    /// <summary>A watch of status 200 whose only line is an ERROR; default: 410 Expired.</summary>
    public static ApiFault WatchError(int code = 410, string? message = null) => new AnswerFault(
        200, "application/json", [.. "{\"type\":\"ERROR\",\"object\":"u8, .. StandardStatus.For(code, message, null).ToJson(), .. "}\n"u8], retryAfterSeconds: null);

    /// <summary>Sends a text of your own first, a newline behind it, and then the true answer; for lines that are no JSON.</summary>
    public static ApiFault FirstLine(string text) => new BodyFault(new() { Prefix = Encoding.UTF8.GetBytes(text + "\n") });

    /// <summary>Sends the answer in pieces of so many bytes with a pause after each.</summary>
    public static ApiFault Slow(int bytes, TimeSpan pause) => new BodyFault(new() { Piece = bytes, Pause = pause });

    /// <summary>Waits before it answers.</summary>
    public static ApiFault Delay(TimeSpan delay) => new DelayFault(delay);

    /// <summary>Sends the headers of a 200 and then nothing, until the client gives up.</summary>
    public static ApiFault Hang() => new HangFault();

    /// <summary>Answers as always, and asks the client to leave the connection: GOAWAY, or <c>Connection: close</c> on HTTP/1.1.</summary>
    public static ApiFault GoAway() => new GoAwayFault();
}
