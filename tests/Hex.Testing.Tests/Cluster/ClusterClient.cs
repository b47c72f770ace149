using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hex.Shared;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>An HTTP client that trusts a simulated cluster and signs in.</summary>
internal sealed class ClusterClient : IDisposable
{
    private readonly HttpClient _http;

    public ClusterClient(SimulatedCluster cluster, Uri? url = null, string? token = null, bool anonymous = false)
    {
        var authority = X509Certificate2.CreateFromPem(cluster.CertificateAuthorityPem);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        Handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        _http = new HttpClient(Handler)
        {
            BaseAddress = url ?? cluster.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (!anonymous)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? cluster.Token);
    }

    public SocketsHttpHandler Handler { get; }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public async Task<(HttpResponseMessage Response, byte[] Body)> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20 };
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue(contentType));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await _http.SendAsync(request, Soon);
        return (response, await response.Content.ReadAsByteArrayAsync(Soon));
    }

    public Task<(HttpResponseMessage Response, byte[] Body)> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public async Task<string> TextAsync(string path, string? accept = null) => System.Text.Encoding.UTF8.GetString((await GetAsync(path, accept)).Body);

    public async Task<WatchReader> WatchAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20 };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Soon);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new WatchReader(response, await response.Content.ReadAsStreamAsync(Soon));
    }

    public void Dispose()
    {
        _http.Dispose();
        Handler.Dispose();
    }
}

/// <summary>Reads the lines of a watch.</summary>
internal sealed class WatchReader(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly StreamReader _lines = new(body);

    public HttpResponseMessage Response { get; } = response;

    /// <summary>The next line; null at the end of the body.</summary>
    public async Task<string?> NextAsync() => await _lines.ReadLineAsync(ClusterClient.Soon);

    public async Task<List<string>> TakeAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
            lines.Add(await NextAsync() ?? throw new InvalidOperationException($"the watch ended after {lines.Count} of {count} lines"));
        return lines;
    }

    /// <summary>Type, name and resourceVersion of the next line.</summary>
    public async Task<(string Type, string Name, string Revision)> NextEventAsync()
    {
        var line = await NextAsync() ?? throw new InvalidOperationException("the watch ended");
        using var json = System.Text.Json.JsonDocument.Parse(line);
        var metadata = json.RootElement.GetProperty("object").GetProperty("metadata");
        return (json.RootElement.GetProperty("type").GetString()!,
            metadata.TryGetProperty("name", out var name) ? name.GetString()! : "",
            metadata.TryGetProperty("resourceVersion", out var revision) ? revision.GetString()! : "");
    }

    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
    }
}

/// <summary>The recordings the tests compare with.</summary>
internal static class Recording
{
    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Repository.Fixtures, "cluster", path));

    public static string Text(string path) => System.Text.Encoding.UTF8.GetString(Bytes(path));

    public static List<string> Lines(string path) => [.. Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
