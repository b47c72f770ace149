using System.Globalization;
using System.Net;
using Hex.Export.Grpc.Credentials;
using Hex.Export.Grpc.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Export.Grpc;

/// <summary>
/// Unary gRPC calls over <see cref="SocketsHttpHandler"/> and HTTP/2: one connection to one endpoint, credentials and certificates read again when they change.
/// </summary>
public sealed class HttpGrpcTransport : IGrpcTransport
{
    private readonly TransportSettings _settings;
    private readonly RequestCredentials _credentials;
    private readonly HttpChannels _channels;
    private readonly TimeProvider _time;
    private readonly string _userAgent;
    private readonly string _serverName;

    /// <summary>Prepares calls; connects with the first one.</summary>
    /// <param name="options">Where to and as whom. Later changes of this object have no effect.</param>
    /// <param name="logger">Told when a credential or certificate file goes away, comes back or changes.</param>
    /// <param name="time">The clock of timeouts and file checks; the system's by default.</param>
    /// <exception cref="ArgumentException">The options contradict each other or cannot be understood; the message lists every problem.</exception>
    public HttpGrpcTransport(GrpcTransportOptions options, ILogger<HttpGrpcTransport>? logger = null, TimeProvider? time = null)
        : this(options, Environment.GetEnvironmentVariable, logger ?? NullLogger<HttpGrpcTransport>.Instance, time ?? TimeProvider.System)
    {
    }

    internal HttpGrpcTransport(GrpcTransportOptions options, Func<string, string?> environment, ILogger logger, TimeProvider time)
    {
        var problems = new List<string>();
        _settings = TransportSettings.From(options, environment, problems) ?? throw new ArgumentException(string.Join("; ", problems), nameof(options));
        _time = time;
        _credentials = new RequestCredentials(options, environment, time, logger);
        _channels = new HttpChannels(options, _settings, time, Random.Shared.NextDouble, logger);
        _serverName = options.Tls.ServerName;
        var version = typeof(HttpGrpcTransport).Assembly.GetName().Version;
        _userAgent = options.UserAgent.Length > 0 ? options.UserAgent : $"Hex.Export/{version?.ToString(3)}";
    }

    /// <inheritdoc/>
    public string Endpoint => _settings.Endpoint.ToString();

    /// <inheritdoc/>
    public async Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_settings.Endpoint.Uri, call.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!TryPrepare(request, call, out var problem))
            return Misconfigured(problem!);
        using var channel = _channels.Enter(out problem);
        if (channel is null)
            return Misconfigured(problem!);

        var received = channel.Received;
        var content = new FrameContent(call.Frame);
        request.Content = content;
        using var deadline = new CancellationTokenSource(call.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await channel.SendAsync(request, either.Token);
            var reply = await GrpcResponse.ReadAsync(response, Endpoint, either.Token);
            channel.Answered();
            return Masked(reply);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            if (channel.TimedOut(received))
                _channels.Discard(channel);
            return TransportFailure.TimedOut(_settings, call.Timeout, channel.HasConnected);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException or NotSupportedException)
        {
            return Masked(TransportFailure.From(e, _settings, channel));
        }
        finally
        {
            await content.ReleaseAsync();
        }
    }

    /// <summary>Takes no more calls and closes the connection when the running ones have ended. Idempotent.</summary>
    public void Dispose() => _channels.Dispose();

    // request headers = te content-type user-agent grpc-timeout [grpc-encoding] custom*   (gRPC PROTOCOL-HTTP2, "Requests")
    private bool TryPrepare(HttpRequestMessage request, GrpcCall call, out string? problem)
    {
        var headers = request.Headers;
        // The handler checks certificates against this name; it becomes :authority too, as in other gRPC clients with a name override.
        if (_serverName.Length > 0)
            headers.Host = _serverName;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", _userAgent);
        // At most eight digits, so milliseconds reach 27 hours.
        headers.TryAddWithoutValidation("grpc-timeout", string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Clamp(call.Timeout.TotalMilliseconds, 1, 99_999_999)}m"));
        if (call.IsCompressed)
            headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        foreach (var (name, value) in call.Metadata ?? [])
            headers.TryAddWithoutValidation(name, value);
        return _credentials.TryApply(headers, out problem);
    }

    private GrpcReply Masked(GrpcReply reply)
    {
        if (reply.Message.Length == 0)
            return reply;
        var masked = _credentials.Mask(reply.Message);
        return ReferenceEquals(masked, reply.Message)
            ? reply
            : new GrpcReply { Status = reply.Status, Origin = reply.Origin, Message = masked, RetryAfter = reply.RetryAfter, Body = reply.Body };
    }

    private static GrpcReply Misconfigured(string problem) =>
        new() { Status = GrpcStatusCode.Unauthenticated, Origin = GrpcOrigin.Configuration, Message = problem };
}
