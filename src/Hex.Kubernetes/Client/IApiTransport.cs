namespace Hex.Kubernetes;

/// <summary>A request to the API server.</summary>
/// <param name="Method">GET, POST, PATCH, PUT, DELETE.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">JSON; empty for none.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Accept">What may be answered.</param>
internal sealed record ApiRequest(
    HttpMethod Method, string Path, ReadOnlyMemory<byte> Body = default, string ContentType = "application/json", string Accept = "application/json")
{
    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);
}

/// <summary>An answer whose body is still to be read. Disposing gives the connection back, or resets the stream of a watch.</summary>
internal sealed class ApiResponse(int status, Stream body, TimeSpan? retryAfter = null, IDisposable? owner = null) : IAsyncDisposable
{
    public int Status { get; } = status;

    public Stream Body { get; } = body;

    /// <summary>The header Retry-After.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsSuccess => Status is >= 200 and < 300;

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        owner?.Dispose();
    }
}

/// <summary>
/// The way to an API server: one request, one answer, as HTTP has it. Everything above (lists, watches, leases) is tested against an
/// API server in memory behind this seam.
/// </summary>
internal interface IApiTransport
{
    /// <summary>Sends a request and waits for the head of the answer.</summary>
    /// <exception cref="HttpRequestException">No answer.</exception>
    /// <exception cref="IOException">No answer, or credentials that cannot be had.</exception>
    Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken);
}
