using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary><c>hex-agent run</c>: reads and sends until it is told to stop, then delivers what it holds and writes positions.</summary>
internal sealed partial class AgentRun(AgentPipelines pipelines, AgentConfiguration configuration, TimeProvider time, ILogger<AgentRun> logger)
{
    /// <summary>Runs until <paramref name="stop"/>, and then at most <c>shutdown.timeout</c> longer.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var sources = pipelines.Reader is null ? "nothing (logs.enabled is false)" : $"logs from {configuration.Get(LogsOptions.Root)}";
        Log.Started(logger, Commands.VersionCommand.Number, sources, pipelines.Target);
        var started = time.GetTimestamp();
        using var background = new BackgroundMetrics(pipelines, stop);
        var result = pipelines.Reader is { } reader ? await pipelines.Logs.RunAsync(reader, cancellationToken: stop) : await WaitAsync(stop);
        await background.EndAsync();
        Log.Stopped(logger, time.GetElapsedTime(started), result.Read, result.Delivered, result.Unsettled);
    }

    private static async Task<LogRunResult> WaitAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return default;
    }

    private static partial class Log
    {
        [LoggerMessage(1600, LogLevel.Information, "hex-agent {Version} started: {Sources} to {Target}")]
        public static partial void Started(ILogger logger, string version, string sources, string target);

        [LoggerMessage(1601, LogLevel.Information, "hex-agent stopped after {Uptime}: {Read} records read, {Delivered} delivered, {Unsettled} left for the next start")]
        public static partial void Stopped(ILogger logger, TimeSpan uptime, long read, long delivered, long unsettled);
    }
}
