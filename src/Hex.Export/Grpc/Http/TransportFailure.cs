using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Hex.Export.Text;

namespace Hex.Export.Grpc.Http;

/// <summary>Says in words what kept a call from being answered, and whether waiting may help.</summary>
internal static class TransportFailure
{
    // RFC 9113, section 7.
    private const long ProtocolError = 0x1, FrameSizeError = 0x6, Http11Required = 0xd;

    public static GrpcReply TimedOut(TransportSettings settings, TimeSpan timeout, bool hasConnected) => new()
    {
        Status = GrpcStatusCode.DeadlineExceeded,
        Origin = GrpcOrigin.Timeout,
        Message = hasConnected
            ? $"no answer from {settings.Endpoint} within {timeout.TotalSeconds:0.###} s"
            : $"no connection to {Target(settings)} within {timeout.TotalSeconds:0.###} s: is a firewall or network policy in between?",
    };

    public static GrpcReply From(Exception failure, TransportSettings settings, HttpChannel channel)
    {
        var rejection = channel.Check?.TakeRejection();
        var error = (failure as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        if (rejection is not null)
            return Tls($"TLS to {settings.Endpoint}: {rejection}");
        if (error == HttpRequestError.ProxyTunnelError)
            return Proxy(failure, settings);
        var brokeOff = BrokeOff(failure, channel);
        if (Find<SocketException>(failure) is { } socket && error is not HttpRequestError.SecureConnectionError && !brokeOff)
            return Connection(FromSocket(socket, settings));
        if (error is HttpRequestError.NameResolutionError)
            return Connection($"cannot resolve {TargetHost(settings)}");
        var spokeHttp1 = error == HttpRequestError.VersionNegotiationError || SpokeHttp1(failure, channel.HasAnswered);
        if (spokeHttp1)
            channel.NoteHttp1();
        if (spokeHttp1 || (brokeOff && channel.SpokeHttp1))
        {
            return new GrpcReply
            {
                Status = GrpcStatusCode.Unimplemented,
                Origin = GrpcOrigin.NotGrpc,
                Message = NoHttp2(settings),
            };
        }
        if (Alert(failure) is { } alert)
            return Tls($"TLS to {settings.Endpoint}: {alert}");
        // An HTTP/1 server that hangs up quickly looks like this too, but so does a load balancer without backends: hence no fault of the endpoint.
        if (brokeOff)
            return Connection(NoHttp2(settings) + Hint(channel));
        return error == HttpRequestError.SecureConnectionError
            ? FromHandshake(failure, settings)
            : Connection($"the connection to {settings.Endpoint} broke: {Printable.From(Innermost(failure).Message, 200)}{Hint(channel)}");
    }

    // A server that hangs up before it has spoken. A reset may drop what it said, so one that was once seen to speak HTTP/1 is known by that.
    private static bool BrokeOff(Exception failure, HttpChannel channel) =>
        !channel.HasAnswered
        && (failure.ToString().Contains("HTTP/2 handshake", StringComparison.Ordinal)
            || (channel.HasConnected
                && Find<SocketException>(failure) is { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted }));

    // The same words whether the server said so or only hung up: it is one cause, and which of the two is seen depends on who is faster.
    private static string NoHttp2(TransportSettings settings) =>
        $"{settings.Endpoint} does not speak HTTP/2, which gRPC needs, or hangs up before: is this the OTLP/gRPC port (usually 4317, while 4318 is OTLP over HTTP)?"
        + (settings.Endpoint.IsTls ? "" : " Or does it expect TLS, and not insecure: true?");

    // In TLS 1.3 a server that misses a client certificate ends the connection after the handshake, and the reason often gets lost on the way.
    private static string Hint(HttpChannel channel) =>
        channel is { HasAnswered: false, Tls: { Client: null } } ? " (if the server wants a client certificate, set tls.cert and tls.key)" : "";

    private static GrpcReply FromHandshake(Exception failure, TransportSettings settings)
    {
        // OpenSSL and SslStream see bytes that are no TLS record when a server speaks plain text.
        if (failure.ToString() is var all && (all.Contains("frame size", StringComparison.Ordinal) || all.Contains("wrong version number", StringComparison.Ordinal)))
            return Tls($"{settings.Endpoint} does not speak TLS on this port: if plain text is meant, set insecure: true");
        return Find<AuthenticationException>(failure) is { } refused
            ? Tls($"TLS to {settings.Endpoint} failed: {Printable.From(Innermost(refused).Message, 200)}")
            : Connection($"{settings.Endpoint} closed the connection during the TLS handshake: {Printable.From(Innermost(failure).Message, 200)}");
    }

    // What a server says by a TLS alert, in OpenSSL's words.
    private static string? Alert(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException!)
        {
            if (!e.Message.Contains("alert", StringComparison.OrdinalIgnoreCase))
                continue;
            if (e.Message.Contains("certificate required", StringComparison.Ordinal))
                return "the server wants a client certificate: set tls.cert and tls.key";
            if (e.Message.Contains("unknown ca", StringComparison.Ordinal))
                return "the server does not know the authority of our client certificate (tls.cert)";
            if (e.Message.Contains("certificate expired", StringComparison.Ordinal))
                return "the server says our client certificate (tls.cert) has expired";
            if (e.Message.Contains("bad certificate", StringComparison.Ordinal))
                return "the server refuses our client certificate, or the lack of one (tls.cert, tls.key)";
            if (e.Message.Contains("unrecognized name", StringComparison.Ordinal))
                return "the server does not serve this name: set tls.serverName to one it serves";
            return $"the server refused the handshake: {Printable.From(e.Message, 200)}";
        }
        return null;
    }

    private static GrpcReply Proxy(Exception failure, TransportSettings settings)
    {
        var status = (failure as HttpRequestException)?.StatusCode;
        var denied = status is HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed
            || failure.Message.Contains("'407'", StringComparison.Ordinal) || failure.Message.Contains("'403'", StringComparison.Ordinal);
        return new GrpcReply
        {
            Status = denied ? GrpcStatusCode.PermissionDenied : GrpcStatusCode.Unavailable,
            Origin = denied ? GrpcOrigin.Configuration : GrpcOrigin.Connection,
            Message = $"the proxy {settings.Proxy} did not open a tunnel to {settings.Endpoint.Authority}: {Printable.From(failure.Message, 200)}"
                + (denied ? " (does it want user:password@, or must it allow CONNECT to this port?)" : ""),
        };
    }

    private static string FromSocket(SocketException socket, TransportSettings settings) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => $"cannot resolve {TargetHost(settings)}: there is no such host",
        SocketError.TryAgain => $"cannot resolve {TargetHost(settings)}: the name server does not answer",
        SocketError.ConnectionRefused => $"{Target(settings)} refuses connections: is the server running, is this its port?",
        SocketError.TimedOut => $"no connection to {Target(settings)}: it timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => $"no route to {Target(settings)}",
        _ => $"the connection to {Target(settings)} broke: {Printable.From(socket.Message, 200)}",
    };

    private static string Target(TransportSettings settings) => settings.Proxy.Address is null ? settings.Endpoint.ToString() : $"proxy {settings.Proxy}";

    private static string TargetHost(TransportSettings settings) =>
        settings.Proxy.Address is { } proxy ? $"the proxy's host '{proxy.Host}' (from {settings.Proxy.Source})" : $"host '{settings.Endpoint.Host}'";

    // An HTTP/1 server refuses the protocol by ALPN, by an HTTP/2 error code, or answers in HTTP/1,
    // whose first bytes then make no sense as a frame.
    private static bool SpokeHttp1(Exception failure, bool hasAnswered)
    {
        for (var e = failure; e is not null; e = e.InnerException!)
        {
            if (e is HttpProtocolException { ErrorCode: Http11Required }
                || (!hasAnswered && e is HttpProtocolException { ErrorCode: ProtocolError or FrameSizeError })
                || e.Message.Contains("no application protocol", StringComparison.Ordinal)
                || e.Message.Contains("HTTP/1", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static GrpcReply Connection(string message) => new() { Status = GrpcStatusCode.Unavailable, Origin = GrpcOrigin.Connection, Message = message };

    private static GrpcReply Tls(string message) => new() { Status = GrpcStatusCode.Unavailable, Origin = GrpcOrigin.Tls, Message = message };

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (var e = failure; e is not null; e = e.InnerException!)
        {
            if (e is T found)
                return found;
        }
        return null;
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }
}
