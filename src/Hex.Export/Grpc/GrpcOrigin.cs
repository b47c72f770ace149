namespace Hex.Export.Grpc;

/// <summary>Where the outcome of a call was decided; the same status code means different things from different places.</summary>
public enum GrpcOrigin
{
    /// <summary>A gRPC server answered with a status.</summary>
    Server,

    /// <summary>Something answered that does not speak gRPC: a web page, a proxy's error, HTTP/1.</summary>
    NotGrpc,

    /// <summary>The connection could not be made or broke: name resolution, refusal, reset, GOAWAY.</summary>
    Connection,

    /// <summary>The TLS handshake failed in a way that will not pass by itself: unknown authority, wrong name, expired.</summary>
    Tls,

    /// <summary>Our own deadline passed.</summary>
    Timeout,

    /// <summary>The call was never sent, because a credential, certificate or setting is missing or wrong here.</summary>
    Configuration,
}
