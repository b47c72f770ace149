namespace Hex.Export.Grpc;

/// <summary>Sends unary gRPC calls to one endpoint. The seam between what is sent and how.</summary>
public interface IGrpcTransport : IDisposable
{
    /// <summary>The endpoint, for messages and status pages; never holds a credential.</summary>
    string Endpoint { get; }

    /// <summary>
    /// Sends one call and waits for its end. Safe to call concurrently. When the task completes, in whatever way,
    /// <see cref="GrpcCall.Frame"/> is not read any more.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; every other failure is in the reply.</exception>
    Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken);
}
