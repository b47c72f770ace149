namespace Hex.Testing.Otlp;

/// <summary>The status codes of gRPC, with their numbers on the wire (gRPC, "Status codes and their use").</summary>
public enum GrpcStatusCode
{
    /// <summary>Success.</summary>
    Ok = 0,

    /// <summary>The call was cancelled, usually by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error without a better code.</summary>
    Unknown = 2,

    /// <summary>The request can never succeed as it is.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>Something to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known, and not allowed.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a message limit is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state the request needs.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict ended the call.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method or the compression is not known here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant broke.</summary>
    Internal = 13,

    /// <summary>Not available now; worth another try.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or corrupted.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
