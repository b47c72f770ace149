using Hex.Export.Grpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Export.Tests.Support;

internal static class Transports
{
    public static HttpGrpcTransport Plain(string endpoint, Action<GrpcTransportOptions>? configure = null, TimeProvider? time = null) =>
        Create(o =>
        {
            (o.Endpoint, o.Insecure) = (endpoint, true);
            configure?.Invoke(o);
        }, time: time);

    public static HttpGrpcTransport Secure(string endpoint, Action<GrpcTransportOptions>? configure = null, TimeProvider? time = null, ILogger? logger = null) =>
        Create(o =>
        {
            o.Endpoint = endpoint;
            configure?.Invoke(o);
        }, time: time, logger: logger);

    public static HttpGrpcTransport Create(
        Action<GrpcTransportOptions> configure, Func<string, string?>? environment = null, TimeProvider? time = null, ILogger? logger = null)
    {
        var options = new GrpcTransportOptions();
        configure(options);
        return new HttpGrpcTransport(options, environment ?? (_ => null), logger ?? NullLogger.Instance, time ?? TimeProvider.System);
    }

    public static Task<GrpcReply> CallAsync(this IGrpcTransport transport, byte[]? message = null, double timeoutSeconds = 10) =>
        transport.CallAsync(new GrpcCall("/test.Service/Call", LoopbackServer.Frame(message ?? []), false, TimeSpan.FromSeconds(timeoutSeconds)), TestContext.Current.CancellationToken);
}
