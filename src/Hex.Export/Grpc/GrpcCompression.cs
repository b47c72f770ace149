namespace Hex.Export.Grpc;

/// <summary>How messages are compressed.</summary>
public enum GrpcCompression
{
    /// <summary>gzip (RFC 1952), by an encoder of this library.</summary>
    Gzip,

    /// <summary>No compression.</summary>
    None,
}
