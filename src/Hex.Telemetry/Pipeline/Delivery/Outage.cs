using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>What kind of waiting an <see cref="Outage"/> is.</summary>
internal enum OutageKind
{
    /// <summary>Transient failures: the far side is away or busy.</summary>
    Retry,

    /// <summary>Endpoint faults: someone must act.</summary>
    Fault,

    /// <summary>The far side refuses even small requests as too large: throttling.</summary>
    Throttling,
}

/// <summary>
/// A time in which deliveries of one pipeline wait: says so once per cause and then seldom, says when it is over, and lets
/// the first delivery that gets through wake the others. A cause may be seen now as transient, now as a fault (a server that hangs up too soon to say
/// what it speaks): the outages of a pipeline share what was said. Thread-safe.
/// </summary>
internal sealed partial class Outage(OutageKind kind, string exporter, OutageCauses causes, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _wake;
    private DateTimeOffset _since;
    private long _sinceTimestamp;
    private string? _reason;
    private int _waiting;

    /// <summary>Since when and why deliveries wait; null when none does.</summary>
    public (DateTimeOffset Since, string Reason)? Current
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 && _reason is not null ? (_since, _reason) : null;
            }
        }
    }

    /// <summary>A delivery begins to wait; it will <see cref="Leave"/>.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                _since = time.GetUtcNow();
                _sinceTimestamp = time.GetTimestamp();
            }
        }
    }

    /// <summary>A delivery no longer waits.</summary>
    /// <param name="through">True when it was answered otherwise: the others need not wait either. False when it was given up.</param>
    public void Leave(bool through)
    {
        TaskCompletionSource? wake;
        var over = false;
        lock (_lock)
        {
            wake = through ? _wake : null;
            _wake = through ? null : _wake;
            if (--_waiting == 0)
            {
                over = through && causes.TakeSaid();
                _reason = null;
            }
        }

        wake?.TrySetResult();
        if (over)
        {
            Log.Over(logger, exporter, Name(), time.GetElapsedTime(_sinceTimestamp).TotalSeconds);
        }
    }

    /// <summary>Waits before the next attempt.</summary>
    public async Task WaitAsync(string? reason, TimeSpan delay, bool wakeable, CancellationToken cancellationToken)
    {
        Report(string.IsNullOrWhiteSpace(reason) ? "no reason given" : reason, delay);
        if (!wakeable)
        {
            await Task.Delay(delay, time, cancellationToken);
            return;
        }

        Task wake;
        lock (_lock)
        {
            wake = (_wake ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(wake, Task.Delay(delay, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Report(string reason, TimeSpan delay)
    {
        lock (_lock)
        {
            _reason = reason;
        }

        if (!causes.ShouldSay(reason))
        {
            return;
        }

        var sentence = reason[^1] is '.' or '?' or '!' ? reason : reason + ".";
        switch (kind)
        {
            case OutageKind.Retry:
                Log.Retrying(logger, exporter, sentence, delay.TotalSeconds);
                break;
            case OutageKind.Fault:
                Log.Holding(logger, exporter, sentence, delay.TotalSeconds);
                break;
            default:
                Log.Throttled(logger, exporter, sentence, delay.TotalSeconds);
                break;
        }
    }

    private string Name() => kind switch
    {
        OutageKind.Retry => "retrying",
        OutageKind.Fault => "holding data for an endpoint fault",
        _ => "throttling",
    };

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Warning, "{Exporter}: cannot deliver now: {Reason} Data waits; next attempt in {Seconds:0.##} s.")]
        public static partial void Retrying(ILogger logger, string exporter, string reason, double seconds);

        [LoggerMessage(1001, LogLevel.Error, "{Exporter}: the endpoint refuses us: {Reason} Data is held until this is put right; next attempt in {Seconds:0.##} s.")]
        public static partial void Holding(ILogger logger, string exporter, string reason, double seconds);

        [LoggerMessage(1002, LogLevel.Warning, "{Exporter}: even small requests are refused as too large, so the far side is throttling: {Reason} Data is held; next attempt in {Seconds:0.##} s.")]
        public static partial void Throttled(ILogger logger, string exporter, string reason, double seconds);

        [LoggerMessage(1003, LogLevel.Information, "{Exporter}: {Kind} is over after {Seconds:0.0} s.")]
        public static partial void Over(ILogger logger, string exporter, string kind, double seconds);
    }
}
