using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Telemetry;

/// <summary>
/// Takes metric points to an exporter: encodes them at once, keeps the encoded requests in a bounded ring while the backend is away (over the bound the oldest
/// are dropped and counted), and sends them in order with their original times. Thread-safe.
/// </summary>
public sealed partial class MetricPipeline : IDisposable
{
    /// <summary>256 KiB: points are small and alike, so that larger requests compress no better, and each of the few buffers a pipeline has is as large.</summary>
    private const int LargestRequest = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly IMetricExporter _exporter;
    private readonly MetricPipelineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Delivery _delivery;
    private readonly MetricRing _ring;
    private readonly CauseLimiter _causes;
    private readonly ITimer _linger;
    private readonly DeliveryMeter _meter;
    private readonly int _maxRequestBytes;
    private TaskCompletionSource _changed = NewSignal();
    private long _collected;
    private long _agedOut;
    private long _abandoned;

    /// <summary>Makes a pipeline. Nothing is sent before <see cref="RunAsync"/>.</summary>
    /// <param name="exporter">Where points go; stays the caller's.</param>
    /// <param name="options">How they are gathered, kept and sent; the defaults when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="random">Spreads retries; <see cref="Random.Shared"/> when null.</param>
    /// <param name="logger">Where troubles are told.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public MetricPipeline(
        IMetricExporter exporter,
        MetricPipelineOptions? options = null,
        TimeProvider? timeProvider = null,
        Random? random = null,
        ILogger<MetricPipeline>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(exporter);
        _exporter = exporter;
        _options = options ?? new MetricPipelineOptions();
        _options.Validate();
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<MetricPipeline>.Instance;
        _delivery = new Delivery(exporter.Name, maxInFlight: 1, _options.Delivery, _time, random ?? Random.Shared, _logger);
        _ring = new MetricRing(_options.MaxBufferedBytes);
        _causes = new CauseLimiter(_time, TimeSpan.FromMinutes(5));

        // The request being built and the one on its way cannot be dropped: together they are half of the bound at most.
        _maxRequestBytes = (int)Math.Min(Math.Min(exporter.MaxRequestBytes, LargestRequest), _options.MaxBufferedBytes / 4);
        _meter = new DeliveryMeter("metrics", exporter.Name, _delivery);
        _meter.Counter("hex.metrics.points.collected", "{point}", "Points collected.", () => Volatile.Read(ref _collected));
        _meter.Counter("hex.metrics.points.aged_out", "{point}", "Points dropped because the buffer was full.", () => Volatile.Read(ref _agedOut));
        _meter.Counter("hex.metrics.points.abandoned", "{point}", "Points given up because the gate closed or the process stopped.", () => Volatile.Read(ref _abandoned));
        _meter.Gauge("hex.metrics.buffered", "By", "Bytes of encoded points that wait.", () => Status.BufferedBytes);
        _linger = _time.CreateTimer(static pipeline => ((MetricPipeline)pipeline!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How the pipeline is doing now.</summary>
    public MetricPipelineStatus Status
    {
        get
        {
            var held = _delivery.Held;
            var retrying = _delivery.Retrying;
            lock (_lock)
            {
                return new MetricPipelineStatus
                {
                    Exporter = _exporter.Name,
                    BufferedRequests = _ring.Count,
                    BufferedBytes = _ring.Bytes,
                    OldestBuffered = _ring.Oldest is { } oldest ? _time.GetElapsedTime(oldest.Since) : TimeSpan.Zero,
                    HeldSince = held?.Since,
                    HeldReason = held?.Reason,
                    RetryingSince = retrying?.Since,
                    RetryReason = retrying?.Reason,
                    LastSuccess = _delivery.Totals.LastSuccess,
                    PointsCollected = _collected,
                    PointsDelivered = _delivery.Totals.Accepted,
                    PointsRejected = _delivery.Totals.Rejected,
                    PointsDropped = _delivery.Totals.Dropped,
                    PointsAgedOut = _agedOut,
                    PointsAbandoned = _abandoned,
                    Retries = _delivery.Totals.Retries,
                };
            }
        }
    }

    /// <summary>Encodes a batch and ends it.</summary>
    /// <param name="batch">The points; disposed by the call.</param>
    /// <param name="gate">Asked before every attempt to send them; closed, they are dropped and counted. Null is always open.</param>
    /// <exception cref="InvalidOperationException">The exporter took no point into an empty request.</exception>
    public void Add(MetricBatch batch, IDeliveryGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using (batch)
        {
            lock (_lock)
            {
                _collected += batch.Count;
                for (var next = 0; next < batch.Count;)
                {
                    next += Encode(batch, next, gate);
                }

                DropExcess();
            }
        }
    }

    /// <summary>Sends what has gathered without waiting for more.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _ring.SealAll();
            Signal();
        }
    }

    /// <summary>Flushes, and completes when nothing waits any more. Where <see cref="RunAsync"/> is not running, this sends.</summary>
    /// <exception cref="OperationCanceledException">Cancelled first; a request that was on its way without <see cref="RunAsync"/> is dropped and counted.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        Flush();
        if (await _sender.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            await SendAllAsync(cancellationToken);
            return;
        }

        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_ring.IsEmpty)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives the buffers back. End <see cref="RunAsync"/> first.</summary>
    public void Dispose()
    {
        _meter.Dispose();
        _linger.Dispose();
        lock (_lock)
        {
            Abandon();
        }

        _delivery.Dispose();
        _sender.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int Encode(MetricBatch batch, int first, IDeliveryGate? gate)
    {
        var load = _ring.BuildingFor(gate);
        if (load is null)
        {
            load = new MetricLoad(_exporter.CreateRequest(_maxRequestBytes), gate, _time.GetTimestamp());
            if (_ring.Begin(load))
            {
                _linger.Change(_options.Linger, Timeout.InfiniteTimeSpan);
            }
        }

        var taken = 0;
        try
        {
            taken = load.Request.Add(batch, first);
            if (taken == 0 && load.Request.Count == 0)
            {
                throw new InvalidOperationException($"Exporter '{_exporter.Name}' took no point into an empty request; it must take at least one.");
            }
        }
        catch
        {
            // What it holds is not to be trusted any more.
            _abandoned += batch.Count - first + load.Request.Count;
            _ring.End(load);
            throw;
        }

        _ring.Measure(load);
        if (load.Request.IsFull || first + taken < batch.Count)
        {
            _ring.Seal(load);
            Signal();
        }

        return taken;
    }

    private void DropExcess()
    {
        while (_ring.TryTakeExcess(out var oldest))
        {
            _agedOut += oldest!.Request.Count;
            _ring.End(oldest);
            if (_causes.ShouldLog(nameof(DropExcess)))
            {
                Log.Full(_logger, _exporter.Name, _options.MaxBufferedBytes, _agedOut);
            }
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static partial class Log
    {
        [LoggerMessage(1040, LogLevel.Warning, "{Exporter}: {Limit} bytes of metrics wait already; the oldest are dropped ({Dropped} points so far)")]
        public static partial void Full(ILogger logger, string exporter, long limit, long dropped);

        [LoggerMessage(1041, LogLevel.Warning, "{Exporter}: {Points} points could not be delivered before the stop")]
        public static partial void Abandoned(ILogger logger, string exporter, long points);

        [LoggerMessage(1042, LogLevel.Critical, "{Exporter}: sending failed in an unforeseen way; the points of the request are lost")]
        public static partial void SendFailed(ILogger logger, string exporter, Exception thrown);
    }
}
