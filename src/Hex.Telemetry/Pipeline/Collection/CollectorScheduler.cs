using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Telemetry;

/// <summary>
/// Runs collectors: each at its own interval and within its own time limit, never twice at once. A failure is told once per cause and counted, and the others go on.
/// A series that a collector wrote in its last successful collection and not in this one is ended. Thread-safe.
/// </summary>
public sealed class CollectorScheduler : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<CollectorRun> _running = [];
    private readonly CollectorRunContext _context;
    private readonly CollectionOptions _options;
    private readonly Random _random;

    /// <summary>Makes a scheduler.</summary>
    /// <param name="pipeline">Takes what collectors write.</param>
    /// <param name="resources">Where collectors get their resources from; share it with every stage. A new one when null.</param>
    /// <param name="options">When collectors run; the defaults when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="random">Spreads starts; <see cref="Random.Shared"/> when null.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public CollectorScheduler(
        MetricPipeline pipeline,
        ResourcePool? resources = null,
        CollectionOptions? options = null,
        TimeProvider? timeProvider = null,
        Random? random = null,
        ILogger<CollectorScheduler>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _options = options ?? new CollectionOptions();
        _options.Validate();
        _random = random ?? Random.Shared;
        _context = new CollectorRunContext(
            pipeline,
            resources ?? new ResourcePool(),
            _options.DisabledMetrics.ToFrozenSet(StringComparer.Ordinal),
            _options.EndMarkers,
            timeProvider ?? TimeProvider.System,
            new CollectionMeter(),
            logger ?? NullLogger<CollectorScheduler>.Instance);
    }

    /// <summary>The collectors that run now, or ran in the last <see cref="RunOnceAsync"/>.</summary>
    public IReadOnlyList<CollectorStatus> Status
    {
        get
        {
            lock (_lock)
            {
                return [.. _running.Select(run => run.Status)];
            }
        }
    }

    /// <summary>Runs collectors until cancelled. Series are not ended at a stop: another process may go on with them.</summary>
    /// <param name="collectors">The collectors; those switched off are left out.</param>
    /// <param name="gate">Asked before every collection and every attempt to send; closed, neither happens. Null is always open.</param>
    /// <param name="cancellationToken">Stops them; that is no exception.</param>
    public async Task RunAsync(IEnumerable<ICollector> collectors, IDeliveryGate? gate = null, CancellationToken cancellationToken = default)
    {
        var runs = Begin(collectors, gate, endMarkers: true);
        try
        {
            var clusterStart = NextFraction();
            await Task.WhenAll(runs.Select(run =>
            {
                var splay = run.Options.Interval < _options.Splay ? run.Options.Interval : _options.Splay;
                var start = splay * (run.Collector.Scope == CollectionScope.Cluster ? clusterStart : NextFraction());
                return Task.Run(() => LoopAsync(run, gate, start, cancellationToken), CancellationToken.None);
            }));
        }
        finally
        {
            End(runs);
        }
    }

    /// <summary>Runs every collector once, at the same time, and hands what they wrote to the pipeline.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CollectionResult> RunOnceAsync(
        IEnumerable<ICollector> collectors, IDeliveryGate? gate = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _running.RemoveAll(run => run.Once);
        }

        var runs = Begin(collectors, gate, endMarkers: false);
        var results = await Task.WhenAll(runs.Select(run => Task.Run(() => run.CollectAsync(cancellationToken), CancellationToken.None)));
        return new CollectionResult(results.Count(ok => ok), results.Count(ok => !ok), runs.Sum(run => run.Status.LastPoints));
    }

    /// <summary>Ends the meter.</summary>
    public void Dispose() => _context.Meter.Dispose();

    private List<CollectorRun> Begin(IEnumerable<ICollector> collectors, IDeliveryGate? gate, bool endMarkers)
    {
        ArgumentNullException.ThrowIfNull(collectors);
        var context = endMarkers ? _context : _context with { EndMarkers = false };
        List<CollectorRun> runs = [];
        foreach (var collector in collectors)
        {
            if (_options.For(collector.Name) is { Enabled: true } options)
            {
                runs.Add(new CollectorRun(collector, options, context, gate) { Once = !endMarkers });
            }
        }

        lock (_lock)
        {
            _running.AddRange(runs);
        }

        return runs;
    }

    private void End(List<CollectorRun> runs)
    {
        lock (_lock)
        {
            _running.RemoveAll(runs.Contains);
        }
    }

    /// <summary>Ticks are fixed from the start on: a slow collection delays none but those it runs into, which are left out.</summary>
    private async Task LoopAsync(CollectorRun run, IDeliveryGate? gate, TimeSpan start, CancellationToken cancellationToken)
    {
        var time = _context.Time;
        var first = time.GetTimestamp();
        long tick = 0;
        try
        {
            while (true)
            {
                var due = start + (run.Options.Interval * tick) - time.GetElapsedTime(first);
                if (due > TimeSpan.Zero)
                {
                    await Task.Delay(due, time, cancellationToken);
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (gate is not { IsOpen: false })
                {
                    await run.CollectAsync(cancellationToken);
                }

                var next = Math.Max(tick + 1, (long)Math.Ceiling((time.GetElapsedTime(first) - start) / run.Options.Interval));
                run.Miss(next - tick - 1);
                tick = next;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private double NextFraction()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
