namespace Hex.Export.Grpc;

/// <summary>How a call ended. Nothing a server or network does is an exception: it is one of these.</summary>
public sealed class GrpcReply
{
    /// <summary>Success with an empty response message, which is what a healthy OTLP server answers nearly always.</summary>
    public static GrpcReply EmptyOk { get; } = new() { Status = GrpcStatusCode.Ok };

    /// <summary>The status, from the server or from the table that maps everything else to one.</summary>
    public required GrpcStatusCode Status { get; init; }

    /// <summary>Who decided the status. Default <see cref="GrpcOrigin.Server"/>.</summary>
    public GrpcOrigin Origin { get; init; }

    /// <summary>What happened, for people: one line, at most a few hundred characters, control characters escaped, no credential in it.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long the server asked to wait (google.rpc.RetryInfo, or HTTP Retry-After); null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The response message without its frame; empty unless <see cref="Status"/> is <see cref="GrpcStatusCode.Ok"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message.Length == 0 ? Status.ToString() : $"{Status}: {Message}";
}
