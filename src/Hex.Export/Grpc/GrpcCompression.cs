namespace Hex.Export.Grpc;

/// <summary>How messages are compressed. Whichever library does it, the bytes are gzip.</summary>
public enum GrpcCompression
{
    /// <summary>gzip by libisal where it is installed and works, else by the runtime.</summary>
    Auto,

    /// <summary>gzip by the runtime.</summary>
    Gzip,

    /// <summary>gzip by libisal (<c>libisal.so.2</c>), which must be installed.</summary>
    Isal,

    /// <summary>No compression.</summary>
    None,
}
