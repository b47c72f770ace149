using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Logs;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>Everything a configuration asks for, built and connected: the whole agent, by constructors.</summary>
internal sealed class AgentPipelines : IAsyncDisposable
{
    private readonly ExporterLeaf _exporter;
    private readonly ProcessMeter _process;

    public AgentPipelines(AgentConfiguration configuration, StateDirectory state, bool once, ILoggerFactory loggers, TimeProvider time)
    {
        var resources = new ResourcePool(CommonAttributes.Of(configuration));
        var flush = FlushTime(configuration.Get(AgentOptions.ShutdownTimeout));
        _process = new ProcessMeter(time);
        _exporter = ExporterLeaf.Create(configuration, loggers, time);
        Logs = new LogPipeline(
            _exporter.Logs,
            new LogPipelineOptions
            {
                MaxInFlightBytes = configuration.Get(LogsOptions.MaxInFlightBytes),
                ShutdownTimeout = flush,
                Delivery = once ? Impatient : new DeliveryOptions(),
            },
            timeProvider: time,
            logger: loggers.CreateLogger<LogPipeline>());
        Metrics = new MetricPipeline(
            _exporter.Metrics,
            new MetricPipelineOptions { MaxBufferedBytes = configuration.Get(AgentOptions.MaxBufferedMetrics), ShutdownTimeout = TimeSpan.Zero },
            time,
            logger: loggers.CreateLogger<MetricPipeline>());
        Scheduler = new CollectorScheduler(Metrics, resources, SelfMetrics.Options(configuration), time, logger: loggers.CreateLogger<CollectorScheduler>());
        Self = SelfMetrics.Collector(time);
        NodeCollectors = [Self];
        if (configuration.Get(LogsOptions.Enabled) && configuration.Get(AgentOptions.Roles).Contains(Role.Node))
        {
            Reader = new ContainerLogReader(
                LogReaderSetup.Options(configuration, once), state.Store, resolver: null, resources, Logs.Budget, time, loggers.CreateLogger<ContainerLogReader>());
        }
    }

    public LogPipeline Logs { get; }

    public MetricPipeline Metrics { get; }

    public CollectorScheduler Scheduler { get; }

    /// <summary>The agent's own metrics.</summary>
    public MeterCollector Self { get; }

    /// <summary>What runs here whoever leads.</summary>
    public IReadOnlyList<ICollector> NodeCollectors { get; }

    /// <summary>The log reader; null when logs are switched off.</summary>
    public ContainerLogReader? Reader { get; }

    /// <summary>Where everything goes, for people.</summary>
    public string Target => _exporter.Target;

    /// <summary>Writes positions and closes everything, in the order of the way of the data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Reader is not null)
        {
            await Reader.DisposeAsync();
        }

        Self.Dispose();
        Scheduler.Dispose();
        Metrics.Dispose();
        Logs.Dispose();
        _exporter.Dispose();
        _process.Dispose();
    }

    /// <summary>Someone waits for a run with <c>--once</c>: it tries more often than an agent that has all day.</summary>
    private static DeliveryOptions Impatient => new()
    {
        MaxRetryDelay = TimeSpan.FromSeconds(2),
        MinHoldDelay = TimeSpan.FromSeconds(2),
        MaxHoldDelay = TimeSpan.FromSeconds(2),
    };

    /// <summary>What of the time to shut down is for delivering lines: all but two seconds (or two fifths, when it is short) for the last metrics and the positions.</summary>
    private static TimeSpan FlushTime(TimeSpan shutdown) => shutdown - (shutdown > TimeSpan.FromSeconds(5) ? TimeSpan.FromSeconds(2) : shutdown * 0.4);
}
