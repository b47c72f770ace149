using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Export;
using Hex.Telemetry;

namespace Hex.Agent.Reachability;

/// <summary>
/// Calls the endpoint with the credential, over a connection of its own, so that names, routes, proxies, certificates and the credential are all tried as a fresh
/// start would try them. One call at a time: who asks while one is under way gets its result. Thread-safe.
/// </summary>
internal sealed class ReachabilityProbe(AgentConfiguration configuration, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<ReachabilityResult>? _running;

    /// <summary>Calls, or waits for the call that is under way. It takes no longer than <c>server.timeout</c>.</summary>
    public Task<ReachabilityResult> TestAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // The call is nobody's own: who gave up waiting must not end it for the others.
            _running = _running is { IsCompleted: false } ? _running : Task.Run(CallAsync, CancellationToken.None);
            return _running.WaitAsync(cancellationToken);
        }
    }

    // A server says that the credential is wrong, but not which of ours it means.
    private string? WithCredential(string? reason)
    {
        if (reason is null || !(reason.StartsWith("UNAUTHENTICATED", StringComparison.Ordinal) || reason.StartsWith("PERMISSION_DENIED", StringComparison.Ordinal)))
        {
            return reason;
        }

        var source = configuration.Get(ServerOptions.ApiKeyFile) is { Length: > 0 } keyFile ? $"the credential sent is of server.apiKeyFile: {keyFile}"
            : configuration.Get(ServerOptions.TokenFile) is { Length: > 0 } tokenFile ? $"the credential sent is of server.tokenFile: {tokenFile}"
            : configuration.Get(ServerOptions.ApiKey) is { Length: > 0 } ? "the credential sent is server.apiKey"
            : "no credential is set: set server.apiKeyFile";
        return $"{reason.TrimEnd('.')} ({source})";
    }

    private async Task<ReachabilityResult> CallAsync()
    {
        var started = time.GetTimestamp();
        if (configuration.Get(AgentOptions.Exporters) is not [ExporterKind.Otlp])
        {
            var kind = AgentOptions.Exporters.Shown(configuration.Get(AgentOptions.Exporters));
            return new ReachabilityResult(true, "", TimeSpan.Zero, $"exporters: {kind} calls no server");
        }

        var endpoint = configuration.Get(ServerOptions.Endpoint);
        try
        {
            await using var exporter = new OtlpExporter(ExporterLeaf.OtlpOptions(configuration), timeProvider: time);
            endpoint = exporter.Endpoint;
            var result = await exporter.CheckAsync(CancellationToken.None);
            return new ReachabilityResult(result.Status == ExportStatus.Accepted, endpoint, time.GetElapsedTime(started), WithCredential(result.Reason));
        }
        catch (ArgumentException exception)
        {
            return new ReachabilityResult(false, endpoint, time.GetElapsedTime(started), exception.Message);
        }
    }
}
