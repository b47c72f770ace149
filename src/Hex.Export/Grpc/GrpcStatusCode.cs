namespace Hex.Export.Grpc;

/// <summary>gRPC status codes, with the numbers of the gRPC specification (<c>statuscodes.md</c>).</summary>
public enum GrpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The call was cancelled, usually by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error nobody classified.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever state the server is in.</summary>
    InvalidArgument = 3,

    /// <summary>Time ran out before an answer.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>Something to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The credential is valid but does not allow this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or limit is used up; also how servers refuse a message that is too large.</summary>
    ResourceExhausted = 8,

    /// <summary>The server is not in the state the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost a conflict.</summary>
    Aborted = 10,

    /// <summary>Past the end of something.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the method, or not the compression.</summary>
    Unimplemented = 12,

    /// <summary>A broken invariant of the server.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now.</summary>
    Unavailable = 14,

    /// <summary>Data was lost at the server.</summary>
    DataLoss = 15,

    /// <summary>The credential is missing or wrong.</summary>
    Unauthenticated = 16,
}
