namespace Hex.Testing.Otlp.Grpc;

/// <summary>The receiver itself refuses a request, as a real server would, with this status.</summary>
internal sealed class GrpcRefusalException(GrpcStatusCode code, string message, bool malformed = false) : Exception(message)
{
    public GrpcStatusCode Code { get; } = code;

    /// <summary>True if no correct client sends such a request.</summary>
    public bool Malformed { get; } = malformed;
}
