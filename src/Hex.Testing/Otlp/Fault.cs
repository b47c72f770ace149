namespace Hex.Testing.Otlp;

/// <summary>How an <see cref="OtlpReceiver"/> treats a request; see <see cref="ReceiverScript"/>. Immutable.</summary>
public sealed record Fault
{
    private Fault()
    {
    }

    internal enum Answer
    {
        Accept,
        Refuse,
        NotGrpc,
        RawBody,
        Hang,
        Drop,
        Reset,
        LoseAck,
    }

    /// <summary>Takes everything in and says OK.</summary>
    public static Fault None { get; } = new();

    internal Answer Kind { get; private init; }

    internal GrpcStatusCode Code { get; private init; }

    internal string Message { get; private init; } = "";

    internal TimeSpan? RetryAfter { get; private init; }

    internal bool InTrailers { get; private init; }

    internal bool ReadsBody { get; private init; } = true;

    internal int BytesPerSecond { get; private init; }

    internal long DropAfterBytes { get; private init; }

    internal TimeSpan Wait { get; private init; }

    internal bool ClosesConnection { get; private init; }

    internal long Rejected { get; private init; }

    internal int Number { get; private init; }

    internal string ContentType { get; private init; } = "";

    internal ReadOnlyMemory<byte> Body { get; private init; }

    internal bool OmitsStatus { get; private init; }

    /// <summary>Accepts, and answers only after <paramref name="time"/> on the receiver's clock.</summary>
    public static Fault Delay(TimeSpan time) => None.After(time);

    /// <summary>Reads the request and never answers.</summary>
    public static Fault Hang() => new() { Kind = Answer.Hang };

    /// <summary>
    /// Refuses with a status; nothing is taken in. Sent as servers do it, in a "trailers-only" answer (HTTP/2 headers that end the stream), unless
    /// <see cref="WithTrailers"/> says otherwise.
    /// </summary>
    /// <param name="code">Any but OK.</param>
    /// <param name="message">The <c>grpc-message</c>; any text, percent-encoded on the wire.</param>
    /// <param name="retryAfter">Sent as <c>google.rpc.RetryInfo</c> in <c>grpc-status-details-bin</c> if not null.</param>
    public static Fault Refuse(GrpcStatusCode code, string message = "", TimeSpan? retryAfter = null)
    {
        if (code == GrpcStatusCode.Ok)
            throw new ArgumentException("OK is no refusal; use Fault.None", nameof(code));
        return new() { Kind = Answer.Refuse, Code = code, Message = message, RetryAfter = retryAfter };
    }

    /// <summary>Accepts everything and answers a partial success, which is an acknowledgement with a remark.</summary>
    /// <param name="rejected">How many records the answer calls rejected.</param>
    /// <param name="message">The answer's error message.</param>
    public static Fault PartialSuccess(long rejected, string message) => new() { Rejected = rejected, Message = message };

    /// <summary>Resets the TCP connection, with everything else on it, once <paramref name="afterBytes"/> bytes of the body have been read.</summary>
    public static Fault DropConnection(long afterBytes = 0) => new() { Kind = Answer.Drop, DropAfterBytes = afterBytes };

    /// <summary>Ends the request's HTTP/2 stream with RST_STREAM; the connection lives.</summary>
    /// <param name="errorCode">RFC 9113 §7; default 8, CANCEL; 7 is REFUSED_STREAM, 11 ENHANCE_YOUR_CALM.</param>
    public static Fault ResetStream(int errorCode = 8) => new() { Kind = Answer.Reset, Number = errorCode };

    /// <summary>Accepts and answers OK, and closes the connection with a GOAWAY, as a load balancer does with old connections.</summary>
    public static Fault GoAway() => None.ThenGoAway();

    /// <summary>Takes everything in and resets the connection instead of answering.</summary>
    public static Fault LoseAck() => new() { Kind = Answer.LoseAck };

    /// <summary>Takes nothing in and answers as something that is no gRPC server: a proxy's error page, a login page.</summary>
    public static Fault NotGrpc(int httpStatus = 200, string contentType = "text/html", string body = "<html><body>Hello</body></html>") =>
        new() { Kind = Answer.NotGrpc, Number = httpStatus, ContentType = contentType, Body = System.Text.Encoding.UTF8.GetBytes(body) };

    /// <summary>Takes nothing in and sends these bytes as body of a gRPC answer, with status 0 in the trailers or, if asked, without any status.</summary>
    public static Fault RawAnswer(ReadOnlyMemory<byte> body, bool omitStatus = false) =>
        new() { Kind = Answer.RawBody, Body = body, OmitsStatus = omitStatus };

    /// <summary>Reads the body at about this speed, then accepts. The client feels it once the HTTP/2 windows are full.</summary>
    public static Fault ReadSlowly(int bytesPerSecond) => None.Reading(bytesPerSecond);

    /// <summary>The same, but it waits <paramref name="time"/> (on the receiver's clock) before it answers.</summary>
    public Fault After(TimeSpan time) => this with { Wait = time };

    /// <summary>The same, with the status in trailers after HTTP/2 headers of its own instead of a trailers-only answer.</summary>
    public Fault WithTrailers() => this with { InTrailers = true };

    /// <summary>The same, but the body is not read first: the answer comes while the client may still be sending.</summary>
    public Fault WithoutReading() => Kind is Answer.Accept or Answer.LoseAck
        ? throw new InvalidOperationException("What is accepted must be read.")
        : this with { ReadsBody = false };

    /// <summary>The same, but the body is read at about this many bytes per second.</summary>
    public Fault Reading(int bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return this with { BytesPerSecond = bytesPerSecond };
    }

    /// <summary>The same, and the connection is closed with a GOAWAY.</summary>
    public Fault ThenGoAway() => this with { ClosesConnection = true };
}
