using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;

namespace Hex.Testing.Tests.Otlp;

/// <summary>A hand-written unary gRPC call, so that the receiver is tested against the protocol and not against our exporter.</summary>
internal sealed class RawGrpc : IDisposable
{
    public const string LogsPath = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    public const string MetricsPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private readonly HttpClient _http;

    public RawGrpc(Uri endpoint, string? caPem = null, X509Certificate2? client = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (caPem is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(caPem) },
            };
        }

        if (client is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client, null, offline: true);
        _http = new HttpClient(handler) { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(20) };
    }

    public Dictionary<string, string> Headers { get; } = [];

    public static byte[] Frame(ReadOnlySpan<byte> message, bool gzip = false)
    {
        var payload = gzip ? Gzip(message) : message.ToArray();
        var frame = new byte[5 + payload.Length];
        frame[0] = gzip ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public Task<GrpcResult> CallAsync(string path, IMessage message, bool gzip = false) =>
        SendAsync(path, new ByteArrayContent(Frame(message.ToByteArray(), gzip)), gzip ? "gzip" : null);

    public async Task<GrpcResult> SendAsync(string path, HttpContent body, string? encoding = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("grpc-encoding", encoding);
        foreach (var (name, value) in Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new GrpcResult(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            response.TrailingHeaders.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            content);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Gzip(ReadOnlySpan<byte> message)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(message);
        return target.ToArray();
    }
}

internal sealed record GrpcResult(
    int Http, string? ContentType, Dictionary<string, string> Headers, Dictionary<string, string> Trailers, byte[] Body)
{
    /// <summary>The status came in the headers, and there was no body.</summary>
    public bool TrailersOnly => Headers.ContainsKey("grpc-status") && Body.Length == 0;

    public int? Status => Get("grpc-status") is { } status ? int.Parse(status) : null;

    public string? Message => Get("grpc-message");

    public string? Details => Get("grpc-status-details-bin");

    public ReadOnlySpan<byte> Payload => Body.AsSpan(5);

    private string? Get(string name) => Trailers.GetValueOrDefault(name) ?? Headers.GetValueOrDefault(name);
}
