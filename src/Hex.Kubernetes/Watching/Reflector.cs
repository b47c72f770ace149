using Microsoft.Extensions.Logging;

namespace Hex.Kubernetes;

/// <summary>
/// Keeps a store equal to one kind of object on the API server: list, then watch from there, again and again. It never ends by itself,
/// whatever the server, the network or the store does.
/// </summary>
/// <remarks>
/// States: without a version it synchronizes (a streamed list, else pages), with one it watches. Every way a step can end leads to one
/// of both and a wait; the wait is zero only after a list, and after a watch that lived. Made by
/// <see cref="KubernetesClient.CreateReflector"/>.
/// </remarks>
/// <typeparam name="T">The projection.</typeparam>
public sealed partial class Reflector<T>
    where T : class
{
    // A watch of this age has proven the way to the server; a shorter one waits before the next, so nothing can make the loop spin.
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    // Without a watch cache a version too old can show as a watch that ends at once without a word.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    private const int EmptyClosesAreExpired = 3;

    // A version the server keeps refusing is not worth keeping: a list is always right.
    private const int RefusalsAreExpired = 3;
    private const int StreamFailures = 2;

    private static readonly TimeSpan SlowRetry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    private readonly ResourceLister<T> _lister;
    private readonly ResourceWatcher<T> _watcher;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private string? _version;
    private bool _canStream;
    private int _streamFailures;
    private int _emptyCloses;
    private int _refusals;

    internal Reflector(
        IApiTransport transport, ResourceQuery query, ResourceProjector<T> projector, IResourceStore<T> store,
        ReflectorOptions options, TimeProvider time, Random random, ILogger logger)
    {
        Status = new WatchStatus(query, time);
        _lister = new(transport, query, projector, store, Status, options, time);
        _watcher = new(transport, query, projector, store, Status, options, time, random);
        (_time, _random, _logger) = (time, random, logger);
        _backoff = new Backoff(random);
        _canStream = options.StreamInitialList;
    }

    /// <summary>How it fares.</summary>
    public WatchStatus Status { get; }

    /// <summary>Runs until it is cancelled; then it returns without an exception. Once at a time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            WatchOutcome outcome;
            try
            {
                outcome = await StepAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The supervision of this loop: whatever was thrown, by the network, a store or a projection, it goes on.
                outcome = new WatchOutcome(WatchEnd.Broken, Cause: exception.Message);
            }

            var wait = Settle(outcome);
            if (wait > TimeSpan.Zero)
            {
                try
                {
                    await Task.Delay(wait, _time, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }
        }

        Status.Enter(WatchState.Idle);
    }

    private async Task<WatchOutcome> StepAsync(CancellationToken cancellationToken)
    {
        if (_version is not null)
        {
            Status.Enter(WatchState.Watching);
            return await _watcher.WatchAsync(_version, version => _version = version, cancellationToken);
        }

        Status.Enter(WatchState.Listing);
        if (_canStream && _streamFailures < StreamFailures)
        {
            // Counted before and forgiven at the end of the list, so that every way out counts.
            _streamFailures++;
            return await _watcher.WatchAsync(null, Synchronized, cancellationToken);
        }

        return await _lister.ListAsync(isFirst: !Status.IsSynced, Synchronized, cancellationToken);
    }

    private void Synchronized(string version)
    {
        if (_version is null)
        {
            _streamFailures = 0;
            Status.Enter(WatchState.Watching);
        }

        _version = version;
    }

    /// <summary>Decides what an outcome means for the next step, and how long to wait before it.</summary>
    private TimeSpan Settle(WatchOutcome outcome)
    {
        if (outcome.Lived >= Healthy || outcome.Objects > 0)
        {
            _backoff.Reset();
            _refusals = 0;
        }

        _emptyCloses = outcome is { End: WatchEnd.Closed, Frames: 0 } && outcome.Lived < AtOnce ? _emptyCloses + 1 : 0;
        switch (outcome.End)
        {
            case WatchEnd.Listed:
                Recover();
                return TimeSpan.Zero;
            case WatchEnd.CannotStream:
                _canStream = false;
                return TimeSpan.Zero;
            case WatchEnd.Closed when _emptyCloses < EmptyClosesAreExpired:
                Recover();
                return outcome.Lived >= Healthy ? TimeSpan.Zero : _backoff.Next();
            case WatchEnd.Closed or WatchEnd.Expired:
                Expire();
                return Max(_backoff.Next(), outcome.Status?.RetryAfter);
            case WatchEnd.BadFrame:
                Report(outcome.Cause);
                Status.Enter(WatchState.BackingOff);
                _version = null;
                return _backoff.Next();
            default:
                return Fail(outcome);
        }
    }

    private void Expire()
    {
        _emptyCloses = 0;
        _version = null;
        Status.CountExpiration();
        Log.Expired(_logger, Status.Query);
    }

    private TimeSpan Fail(WatchOutcome outcome)
    {
        Report(outcome.Cause);
        Status.Enter(outcome.Status?.Code switch
        {
            403 => WatchState.Denied,
            404 or 405 => WatchState.Absent,
            _ => WatchState.BackingOff,
        });
        if (outcome.Status is null)
        {
            return _backoff.Next();
        }

        // The server's history was put back (etcd restored), or it refuses this version for a reason of its own.
        if (outcome.Status.Code == 504 || ++_refusals >= RefusalsAreExpired)
        {
            _refusals = 0;
            _version = null;
        }

        return Status.State == WatchState.BackingOff
            ? Max(_backoff.Next(), outcome.Status.RetryAfter)
            : SlowRetry * (1 + (_random.NextDouble() / 4));
    }

    private void Report(string? cause)
    {
        var words = cause ?? "no cause given";
        if (Status.Failed(words))
        {
            Log.Failed(_logger, Status.Query, words);
        }
    }

    private void Recover()
    {
        if (Status.Recovered())
        {
            Log.Recovered(_logger, Status.Query);
        }
    }

    private static TimeSpan Max(TimeSpan wait, TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked > wait ? (asked < LongestRetryAfter ? asked : LongestRetryAfter) : wait;

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Warning, "Watch of {Query}: {Cause}; it goes on trying")]
        public static partial void Failed(ILogger logger, ResourceQuery query, string cause);

        [LoggerMessage(1301, LogLevel.Information, "Watch of {Query} works again")]
        public static partial void Recovered(ILogger logger, ResourceQuery query);

        [LoggerMessage(1302, LogLevel.Information, "Watch of {Query}: the server no longer holds the changes since; listing again")]
        public static partial void Expired(ILogger logger, ResourceQuery query);
    }
}
