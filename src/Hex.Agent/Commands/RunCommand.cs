using Hex.Agent.Cluster;
using Hex.Agent.Composition;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Logging;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent run</c>: configuration, composition, and what the process ends with.</summary>
internal static partial class RunCommand
{
    public static async Task<int> RunAsync(ConfigurationSources sources, bool once)
    {
        using var signals = new ShutdownSignals();
        var result = ConfigurationReader.Read(sources);
        if (result.Configuration is not { } configuration || !CanRunOnce(configuration, once, out result, result))
        {
            ProblemList.Write(result.Warnings, "warning", Console.Error);
            ProblemList.Write(result.Problems, "error", Console.Error);
            return ExitCodes.Usage;
        }

        var time = TimeProvider.System;
        var isTerminal = once && !Console.IsErrorRedirected;
        var error = Console.OpenStandardError();
        using var loggers = new AgentLoggerFactory(
            isTerminal ? new TerminalStream(error) : error, configuration.Get(AgentOptions.Level), configuration.Get(AgentOptions.Format), time);
        var logger = loggers.CreateLogger(typeof(RunCommand).FullName!);
        foreach (var warning in result.Warnings)
        {
            Log.Warning(logger, warning);
        }

        try
        {
            var cluster = ClusterConnection.Find(configuration, Environment.GetEnvironmentVariable);
            if (cluster is null && configuration.Get(AgentOptions.Roles).Contains(Role.Cluster) && AnyClusterCollector(configuration))
            {
                Log.NoCluster(logger);
            }

            using var state = StateDirectory.Open(configuration.Get(AgentOptions.StatePath), loggers);
            await using var pipelines = new AgentPipelines(configuration, cluster, state, once, loggers, time);
            return once
                ? await RunOnceAsync(pipelines, configuration, new OnceProgress(error, isTerminal, time), signals.Stop)
                : await new AgentRun(pipelines, configuration, time, loggers).RunAsync(signals.Stop);
        }
        catch (Exception e) when (e is ArgumentException or KubernetesConfigurationException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCodes.Usage;
        }
        catch (StateInUseException e)
        {
            await Console.Error.WriteLineAsync($"error: Another hex-agent uses the state directory {e.Directory}; give this one a directory of its own with state.path, or end the other.");
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> RunOnceAsync(AgentPipelines pipelines, AgentConfiguration configuration, OnceProgress progress, CancellationToken stop)
    {
        var summary = await new OnceRun(pipelines, configuration, progress, TimeProvider.System).RunAsync(stop);
        foreach (var line in summary.Lines())
        {
            await Console.Error.WriteLineAsync(line);
        }

        return summary.IsComplete ? ExitCodes.Ok : ExitCodes.NotDelivered;
    }

    /// <summary>The agent waits for a log directory that is not there yet; <c>--once</c> would wait for ever.</summary>
    private static bool CanRunOnce(AgentConfiguration configuration, bool once, out ConfigurationResult result, ConfigurationResult read)
    {
        var root = configuration.Get(LogsOptions.Root);
        if (!once || !configuration.Get(LogsOptions.Enabled) || !configuration.Get(AgentOptions.Roles).Contains(Role.Node) || Directory.Exists(root))
        {
            result = read;
            return true;
        }

        var problem = new Problem(configuration.OriginOf(LogsOptions.Root), LogsOptions.Root.Key, $"the directory {Printable.Quote(root)} does not exist or cannot be entered");
        result = read with { Problems = [problem] };
        return false;
    }

    private static bool AnyClusterCollector(AgentConfiguration configuration) =>
        CollectorSwitches.All.Any(one => one.IsOfCluster && configuration.Get(one.Enabled));

    private static partial class Log
    {
        [LoggerMessage(1605, LogLevel.Warning, "No API server is known: this is no pod, and there is no kubeconfig. The role cluster does nothing; set kubernetes.kubeconfig, or roles: node")]
        public static partial void NoCluster(ILogger logger);

        [LoggerMessage(1602, LogLevel.Warning, "{Problem}")]
        public static partial void Warning(ILogger logger, Problem problem);
    }
}
