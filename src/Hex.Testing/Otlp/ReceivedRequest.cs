namespace Hex.Testing.Otlp;

/// <summary>What is known of a request that was answered or dropped.</summary>
public sealed record ReceivedRequest
{
    /// <summary>1 for the receiver's first.</summary>
    public required long Number { get; init; }

    /// <summary>When it began, on the receiver's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null if the path is none of OTLP's.</summary>
    public required OtlpSignal? Signal { get; init; }

    /// <summary>The path, for example <c>/opentelemetry.proto.collector.logs.v1.LogsService/Export</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Headers by lower case name; several values of one name are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Names the connection it came on.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>Bytes of the body as sent, with the 5 bytes of the frame.</summary>
    public required long WireBytes { get; init; }

    /// <summary>Bytes of the message, decompressed; 0 if it was not read.</summary>
    public required long MessageBytes { get; init; }

    /// <summary>Whether the message came compressed.</summary>
    public required bool Compressed { get; init; }

    /// <summary>Log records or metric points in it; 0 if it was not decoded.</summary>
    public required long Records { get; init; }

    /// <summary>Whether its content was taken in.</summary>
    public required bool Accepted { get; init; }

    /// <summary>The status that was sent; null if none was (dropped, lost ack, not gRPC).</summary>
    public required GrpcStatusCode? Status { get; init; }

    /// <summary>The message sent with the status.</summary>
    public required string Message { get; init; }
}
