using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Health;
using Hex.Agent.Http;
using Hex.Agent.Http.Pages;
using Hex.Agent.Reachability;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary><c>hex-agent run</c>: reads and sends until it is told to stop, then delivers what it holds and writes positions.</summary>
internal sealed partial class AgentRun(AgentPipelines pipelines, AgentConfiguration configuration, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<AgentRun>();

    /// <summary>Runs until <paramref name="stop"/>, and then at most <c>shutdown.timeout</c> longer.</summary>
    /// <returns>What the process ends with: 1 when a loop of it ended by itself, which only a restart can mend.</returns>
    /// <exception cref="IOException">The address of <c>http.listen</c> cannot be listened on.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var closing = new CancellationTokenSource();
        var status = new StatusSource(pipelines, configuration, time, ending.Token);
        using var http = Listen();
        Log.Started(_logger, Commands.VersionCommand.Number, Sources(), pipelines.Target);
        var started = time.GetTimestamp();
        using var background = new BackgroundMetrics(pipelines, [pipelines.Self, .. pipelines.HostCollectors], ending.Token);
        var logs = pipelines.Reader is { } reader ? Task.Run(() => pipelines.Logs.RunAsync(reader, cancellationToken: ending.Token), CancellationToken.None) : WaitAsync(ending.Token);
        Task[] loops =
        [
            status.Loops.Add("collecting metrics", background.Collecting),
            status.Loops.Add("sending metrics", background.Sending),
            status.Loops.Add("reading logs", logs),
            status.Loops.Add("following the node's pods", FollowAsync(ending.Token)),
            status.Loops.Add("serving HTTP", http is null ? WaitAsync(closing.Token) : Serve(http, status, closing.Token)),
        ];
        var cluster = status.Loops.Add("working for the cluster", LeadAsync(ending.Token));
        using var notifier = ServiceNotifier.Find(Environment.GetEnvironmentVariable, Environment.ProcessId, time);
        var telling = notifier?.RunAsync(status.Take, ending.Token) ?? Task.CompletedTask;
        await Task.WhenAny([.. loops, cluster]);
        var failed = Ended(status, stop);
        Log.Stopping(_logger, configuration.Get(AgentOptions.ShutdownTimeout).TotalSeconds);
        await ending.CancelAsync();
        await telling;
        var result = await logs;
        await cluster.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await background.EndAsync();
        Log.Stopped(_logger, Words.Duration(time.GetElapsedTime(started)), result.Read, result.Delivered, result.Unsettled);
        await closing.CancelAsync();
        await loops[^1];
        return failed ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        if (pipelines.Node is { } node)
        {
            await Task.Run(() => node.RunAsync(stop), CancellationToken.None);
        }

        await WaitAsync(stop);
    }

    private async Task LeadAsync(CancellationToken stop)
    {
        if (pipelines.Cluster is { } cluster)
        {
            await Task.Run(() => cluster.RunAsync(stop), CancellationToken.None);
        }

        await WaitAsync(stop);
    }

    private HttpServer? Listen()
    {
        var address = configuration.Get(AgentOptions.HttpListen);
        if (address == ListenAddress.None)
        {
            return null;
        }

        var server = HttpServer.Listen(address, time, loggers.CreateLogger<HttpServer>());
        Log.Listening(_logger, server.EndPoint.ToString());
        return server;
    }

    private Task Serve(HttpServer http, StatusSource status, CancellationToken stop)
    {
        var endpoints = new AgentEndpoints(status.Take, pipelines.Self, new ReachabilityProbe(configuration, time), configuration.Get(AgentOptions.HttpPages), time);
        return Task.Run(() => http.RunAsync(endpoints.AnswerAsync, stop), CancellationToken.None);
    }

    private string Sources()
    {
        var sources = new List<string>();
        if (pipelines.Reader is not null)
        {
            sources.Add($"logs from {configuration.Get(LogsOptions.Root)}");
        }

        if (pipelines.HostCollectors.Count > 0)
        {
            sources.Add($"the host below {configuration.Get(AgentOptions.HostRoot)}");
        }

        if (pipelines.Cluster is { } cluster)
        {
            sources.Add(cluster.Lease is { } lease ? $"the cluster while it leads (lease {lease.Name})" : "the cluster");
        }

        return sources.Count == 0 ? "nothing of a node or a cluster (logs.enabled is false)" : string.Join(" and ", sources);
    }

    /// <summary>Whether a loop ended that nobody stopped.</summary>
    private bool Ended(StatusSource status, CancellationToken stop)
    {
        foreach (var loop in status.Loops.Status.Where(loop => !loop.Turns && !stop.IsCancellationRequested))
        {
            Log.LoopEnded(_logger, loop.Name, loop.Failure ?? "no reason is known");
        }

        return !stop.IsCancellationRequested;
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

        [LoggerMessage(1606, LogLevel.Information, "hex-agent stops: what is read is delivered, for {Seconds:0.###} s at most (shutdown.timeout); a second signal ends it at once")]
        public static partial void Stopping(ILogger logger, double seconds);

        [LoggerMessage(1601, LogLevel.Information, "hex-agent stopped after {Uptime}: {Read} records read, {Delivered} delivered, {Unsettled} left for the next start")]
        public static partial void Stopped(ILogger logger, string uptime, long read, long delivered, long unsettled);

        [LoggerMessage(1603, LogLevel.Information, "HTTP on {Address}")]
        public static partial void Listening(ILogger logger, string address);

        [LoggerMessage(1604, LogLevel.Critical, "The loop \"{Loop}\" has ended by itself ({Reason}); the agent ends, so that it is started again")]
        public static partial void LoopEnded(ILogger logger, string loop, string reason);
    }
}
