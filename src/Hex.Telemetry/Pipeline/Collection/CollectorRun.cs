using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>One collector in the hands of a scheduler: runs it within its time limit, keeps its series and its status.</summary>
internal sealed partial class CollectorRun
{
    /// <summary>A collector that is cancelled and does not return by then is told; it cannot be ended.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);
    private readonly CollectorRunContext _context;
    private readonly IDeliveryGate? _gate;
    private readonly CauseLimiter _causes;
    private readonly AttributeInterner _attributes = new();
    private readonly SeriesTracker? _series;
    private readonly DisabledMetrics? _disabled;
    private CollectorStatus _status;

    public CollectorRun(ICollector collector, CollectorOptions options, CollectorRunContext context, IDeliveryGate? gate)
    {
        Collector = collector;
        Options = options;
        _context = context;
        _gate = gate;
        _causes = new CauseLimiter(context.Time, TimeSpan.FromMinutes(10));
        _series = context.EndMarkers ? new SeriesTracker() : null;
        _disabled = context.DisabledNames.Count > 0 ? new DisabledMetrics(context.DisabledNames) : null;
        _status = new CollectorStatus { Name = collector.Name, Scope = collector.Scope };
    }

    public ICollector Collector { get; }

    public CollectorOptions Options { get; }

    /// <summary>It runs once, not at an interval.</summary>
    public bool Once { get; init; }

    public CollectorStatus Status => Volatile.Read(ref _status);

    /// <summary>Counts collections left out.</summary>
    public void Miss(long missed)
    {
        if (missed > 0)
        {
            Volatile.Write(ref _status, _status with { Missed = _status.Missed + missed });
        }
    }

    /// <summary>Collects once.</summary>
    /// <returns>False when it failed, which is told and counted.</returns>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="stop"/>.</exception>
    public async Task<bool> CollectAsync(CancellationToken stop)
    {
        var began = _context.Time.GetUtcNow();
        var timestamp = _context.Time.GetTimestamp();
        Volatile.Write(ref _status, _status with { RunningSince = began });
        using var writer = new MetricWriter(_context.Resources, UnixNano.From(began), HandOn, _attributes, _disabled, series: _series);
        Exception? failure = null;
        try
        {
            await CollectAsync(writer, stop);
            writer.Flush();
            _series?.Complete(writer.TimeUnixNano, batch => _context.Pipeline.Add(batch, _gate));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception thrown)
        {
            failure = thrown;
            _series?.Fail();
        }

        var took = _context.Time.GetElapsedTime(timestamp);
        Report(failure);
        Volatile.Write(ref _status, _status with
        {
            RunningSince = null,
            LastRun = began,
            LastSuccess = failure is null ? began : _status.LastSuccess,
            LastDuration = took,
            LastPoints = writer.Count,
            LastError = failure?.Message,
            Runs = _status.Runs + 1,
            Failures = _status.Failures + (failure is null ? 0 : 1),
        });
        _context.Meter.Collected(Collector.Name, took, failed: failure is not null);
        return failure is null;
    }

    private async Task CollectAsync(MetricWriter writer, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Options.Timeout, _context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var collecting = Collector.CollectAsync(writer, either.Token).AsTask();
        try
        {
            await WaitAsync(collecting);
        }
        catch (OperationCanceledException cancelled) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"collector '{Collector.Name}' took longer than its limit of {Options.Timeout.TotalSeconds:0.###} s", cancelled);
        }
    }

    /// <summary>Waits for as long as it takes: a collection that was cancelled and goes on must not meet the next one.</summary>
    private async Task WaitAsync(Task collecting)
    {
        try
        {
            await collecting.WaitAsync(Options.Timeout + StopWithin, _context.Time);
        }
        catch (TimeoutException) when (!collecting.IsCompleted)
        {
            Log.DoesNotStop(_context.Logger, Collector.Name, Options.Timeout.TotalSeconds);
            await collecting;
        }
    }

    private void HandOn(MetricBatch batch) => _context.Pipeline.Add(batch, _gate);

    private void Report(Exception? failure)
    {
        if (failure is null)
        {
            if (_status.LastError is not null)
            {
                Log.Recovered(_context.Logger, Collector.Name);
            }
        }
        else if (_causes.ShouldLog(failure.Message))
        {
            Log.Failed(_context.Logger, Collector.Name, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1043, LogLevel.Warning, "Collector {Collector} failed: {Reason}. The others go on.")]
        public static partial void Failed(ILogger logger, string collector, string reason, Exception failure);

        [LoggerMessage(1044, LogLevel.Information, "Collector {Collector} succeeds again")]
        public static partial void Recovered(ILogger logger, string collector);

        [LoggerMessage(1045, LogLevel.Error, "Collector {Collector} was cancelled after {Seconds:0.###} s and does not stop; it is not started again before it does")]
        public static partial void DoesNotStop(ILogger logger, string collector, double seconds);
    }
}
