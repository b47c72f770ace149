using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Telemetry;

/// <summary>
/// Takes log records from sources to an exporter: gathers them into requests, keeps the order of each <see cref="DeliveryOrder"/>, retries, holds and splits,
/// and acknowledges every batch once all of it is settled. One pipeline serves any number of sources; they share its budget and its limit of requests in flight.
/// Thread-safe.
/// </summary>
/// <example><code>
/// var logs = new LogPipeline(exporter);
/// await logs.RunAsync(source, cancellationToken: stop);
/// </code></example>
public sealed partial class LogPipeline : IDisposable
{
    private static readonly TimeSpan MinRestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRestartDelay = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly List<LogRun> _runs = [];
    private readonly LogPumpContext _context;
    private readonly Backoff _restarts;
    private readonly DeliveryMeter _meter;

    /// <summary>Makes a pipeline.</summary>
    /// <param name="exporter">Where records go; stays the caller's.</param>
    /// <param name="options">How they are gathered and sent; the defaults when null.</param>
    /// <param name="budget">What bounds the bytes in flight, shared with the readers; one of its own when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="random">Spreads retries; <see cref="Random.Shared"/> when null.</param>
    /// <param name="logger">Where troubles are told.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public LogPipeline(
        ILogExporter exporter,
        LogPipelineOptions? options = null,
        ByteBudget? budget = null,
        TimeProvider? timeProvider = null,
        Random? random = null,
        ILogger<LogPipeline>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(exporter);
        options ??= new LogPipelineOptions();
        options.Validate();
        var time = timeProvider ?? TimeProvider.System;
        random ??= Random.Shared;
        ILogger log = logger ?? NullLogger<LogPipeline>.Instance;
        Budget = budget ?? new ByteBudget(options.MaxInFlightBytes);
        _restarts = new Backoff(MinRestartDelay, MaxRestartDelay, random);
        _context = new LogPumpContext(
            exporter, new Delivery(exporter.Name, options.MaxInFlight, options.Delivery, time, random, log), Budget, options, time, log);
        _meter = new DeliveryMeter("logs", exporter.Name, _context.Delivery);
        _meter.Counter("hex.logs.records.read", "{record}", "Records the sources gave.", () => _context.RecordsRead);
        _meter.Gauge("hex.logs.in_flight", "By", "Bytes in flight: read buffers and requests.", () => Budget.Used);
        _meter.Gauge("hex.logs.in_flight.limit", "By", "The bound on bytes in flight.", () => Budget.Limit);
        _meter.Gauge("hex.logs.unacknowledged.age", "s", "How long the oldest record in a request has been waiting.", () => Waiting.Oldest.TotalSeconds);
    }

    /// <summary>What bounds the bytes in flight; give it to the readers.</summary>
    public ByteBudget Budget { get; }

    /// <summary>How the pipeline is doing now.</summary>
    public LogPipelineStatus Status
    {
        get
        {
            var (inFlight, oldest) = Waiting;
            var delivery = _context.Delivery;
            var held = delivery.Held;
            var retrying = delivery.Retrying;
            return new LogPipelineStatus
            {
                Exporter = _context.Exporter.Name,
                Sources = Sources,
                RequestsInFlight = inFlight,
                BytesInFlight = Budget.Used,
                OldestUnacknowledged = oldest,
                HeldSince = held?.Since,
                HeldReason = held?.Reason,
                RetryingSince = retrying?.Since,
                RetryReason = retrying?.Reason,
                LastSuccess = delivery.Totals.LastSuccess,
                RecordsRead = _context.RecordsRead,
                RecordsDelivered = delivery.Totals.Accepted,
                RecordsRejected = delivery.Totals.Rejected,
                RecordsDropped = delivery.Totals.Dropped,
                Retries = delivery.Totals.Retries,
            };
        }
    }

    private IReadOnlyList<LogSourceStatus> Sources
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs.Select(run => run.Status)];
            }
        }
    }

    private (int InFlight, TimeSpan Oldest) Waiting
    {
        get
        {
            var inFlight = 0;
            var oldest = TimeSpan.Zero;
            lock (_lock)
            {
                foreach (var run in _runs)
                {
                    var waiting = run.Waiting;
                    inFlight += waiting.InFlight;
                    oldest = waiting.Oldest > oldest ? waiting.Oldest : oldest;
                }
            }

            return (inFlight, oldest);
        }
    }

    /// <summary>
    /// Reads a source to its end, or until cancelled, and delivers what it gives; reading and encoding happen on the calling thread until the source first waits.
    /// A source that throws is told and started again after a while.
    /// <para>When cancelled, what was read is delivered within <see cref="PipelineOptions.ShutdownTimeout"/>; the rest is disposed unacknowledged.</para>
    /// </summary>
    /// <param name="source">Where records come from.</param>
    /// <param name="gate">Asked before every attempt; closed, it ends the run. Null is always open.</param>
    /// <param name="cancellationToken">Stops the run; that is no exception.</param>
    public async Task<LogRunResult> RunAsync(ILogSource source, IDeliveryGate? gate = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var run = new LogRun(source);
        lock (_lock)
        {
            _runs.Add(run);
        }

        try
        {
            return run.Counts.ToResult(await SuperviseAsync(run, source, gate, cancellationToken));
        }
        finally
        {
            lock (_lock)
            {
                _runs.Remove(run);
            }
        }
    }

    /// <summary>Gives up what the pipeline holds. End the runs first.</summary>
    public void Dispose()
    {
        _meter.Dispose();
        _context.Delivery.Dispose();
    }

    private async Task<LogRunEnd> SuperviseAsync(LogRun run, ILogSource source, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var readBefore = run.Counts.Read;
            var (end, failure) = await run.RunOnceAsync(_context, gate, cancellationToken);
            if (failure is null)
            {
                return end;
            }

            attempt = run.Counts.Read > readBefore ? 0 : attempt;
            var delay = _restarts.HalfJitter(attempt);
            Log.SourceFailed(_context.Logger, source.Name, delay.TotalSeconds, failure);
            try
            {
                await Task.Delay(delay, _context.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return LogRunEnd.Stopped;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1022, LogLevel.Error, "Log source {Source} failed and starts again in {Seconds:0.0} s; what it read before is delivered or comes again")]
        public static partial void SourceFailed(ILogger logger, string source, double seconds, Exception failure);
    }
}
