using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>
/// Runs everything registered with the host: stages of a node from start to stop, those of a cluster while this process leads.
/// At a stop the readers and collectors end first, then what they gave is delivered within the pipelines' own time limits.
/// </summary>
internal sealed partial class TelemetryService : BackgroundService
{
    private readonly ILogSource[] _sources;
    private readonly ICollector[] _collectors;
    private readonly LogPipeline? _logs;
    private readonly MetricPipeline? _metrics;
    private readonly CollectorScheduler? _scheduler;
    private readonly ILeadership? _leadership;
    private readonly ILogger _logger;

    public TelemetryService(IServiceProvider services, IEnumerable<ILogSource> sources, IEnumerable<ICollector> collectors, ILogger<TelemetryService>? logger = null)
    {
        _sources = [.. sources];
        _collectors = [.. collectors];
        _leadership = services.GetService<ILeadership>();
        _logger = logger ?? NullLogger<TelemetryService>.Instance;

        // A pipeline without anything to carry needs no exporter.
        _logs = _sources.Length > 0 ? services.GetRequiredService<LogPipeline>() : null;
        _metrics = _collectors.Length > 0 ? services.GetRequiredService<MetricPipeline>() : null;
        _scheduler = _collectors.Length > 0 ? services.GetRequiredService<CollectorScheduler>() : null;
        TellUnknown(services.GetRequiredService<IOptions<CollectionOptions>>().Value);
        if (_sources.Length > 0 && services.GetService<IStateStore>() is MemoryStateStore)
        {
            Log.NoState(_logger);
        }
    }

    private void TellUnknown(CollectionOptions options)
    {
        foreach (var name in options.Collectors.Keys.Where(name => !_collectors.Any(collector => string.Equals(collector.Name, name, StringComparison.Ordinal))))
        {
            Log.Unknown(_logger, name, string.Join(", ", _collectors.Select(collector => collector.Name).Order(StringComparer.Ordinal)));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_logs is null && _scheduler is null)
        {
            Log.Nothing(_logger);
            return;
        }

        using var sending = new CancellationTokenSource();
        var metrics = _metrics is null ? Task.CompletedTask : Task.Run(() => _metrics.RunAsync(sending.Token), CancellationToken.None);
        await Task.WhenAll(RunAsync(CollectionScope.Node, gate: null, stoppingToken), RunClusterAsync(stoppingToken));

        // Collectors have ended: what they wrote goes out now.
        await sending.CancelAsync();
        await metrics;
    }

    private async Task RunClusterAsync(CancellationToken stop)
    {
        if (_leadership is null)
        {
            await RunAsync(CollectionScope.Cluster, gate: null, stop);
            return;
        }

        if (!_sources.Any(source => source.Scope == CollectionScope.Cluster) && !_collectors.Any(collector => collector.Scope == CollectionScope.Cluster))
        {
            return;
        }

        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var term = await _leadership.WaitForTermAsync(stop);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, term.Ended);
                Log.Leading(_logger);
                await RunAsync(CollectionScope.Cluster, term, either.Token);
                Log.NotLeading(_logger);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Task RunAsync(CollectionScope scope, IDeliveryGate? gate, CancellationToken stop)
    {
        var running = _sources.Where(source => source.Scope == scope)
            .Select(source => Task.Run(() => _logs!.RunAsync(source, gate, stop), CancellationToken.None))
            .ToList<Task>();
        ICollector[] collectors = [.. _collectors.Where(collector => collector.Scope == scope)];
        if (collectors.Length > 0)
        {
            running.Add(_scheduler!.RunAsync(collectors, gate, stop));
        }

        return Task.WhenAll(running);
    }

    private static partial class Log
    {
        [LoggerMessage(1070, LogLevel.Warning, "AddHex was called without a collector or a log source: there is nothing to send")]
        public static partial void Nothing(ILogger logger);

        [LoggerMessage(1071, LogLevel.Information, "Leading: cluster collectors and sources start")]
        public static partial void Leading(ILogger logger);

        [LoggerMessage(1073, LogLevel.Warning, "There are options for a collector '{Name}', but no such collector; there are: {Names}")]
        public static partial void Unknown(ILogger logger, string name, string names);

        [LoggerMessage(1074, LogLevel.Information, "Positions of log sources are kept in memory and end with the process; AddFileState keeps them in a directory")]
        public static partial void NoState(ILogger logger);

        [LoggerMessage(1072, LogLevel.Information, "No longer leading: cluster collectors and sources have stopped")]
        public static partial void NotLeading(ILogger logger);
    }
}
