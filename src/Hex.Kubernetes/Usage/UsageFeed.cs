using Microsoft.Extensions.Logging;

namespace Hex.Kubernetes;

/// <summary>One kind of the Metrics API: read, judged by age, shared by all who ask within a second, and forgotten after that: at 5,000 pods it is megabytes.</summary>
internal sealed partial class UsageFeed<T>(
    KubernetesClient client, ResourceType type, ResourceProjector<T> projector, Func<T, (Timestamp Time, TimeSpan Window)> time)
    where T : class
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    // What is older than twice its window and this was measured by nobody lately.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly ILogger _logger = client.Loggers.CreateLogger("Hex.Kubernetes.MetricsApi");
    private UsageSnapshot<T>? _last;
    private UsageAvailability? _availability;
    private ITimer? _forget;
    private long _readAt;
    private TimeSpan _wait;

    public async Task<UsageSnapshot<T>> ReadAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && client.Time.GetElapsedTime(_readAt) < (_wait > Shared ? _wait : Shared))
            {
                return last;
            }

            var read = await ReadOnceAsync(cancellationToken);
            (_last, _availability, _readAt) = (read, read.Availability, client.Time.GetTimestamp());
            ForgetLater();
            return read;
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task<UsageSnapshot<T>> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, client.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var snapshot = await ListAsync(linked.Token);
            if (_wait > TimeSpan.Zero)
            {
                Log.Back(_logger, type);
            }

            _wait = TimeSpan.Zero;
            return snapshot;
        }
        catch (KubernetesApiException refusal)
        {
            return Fail(
                refusal.StatusCode switch
                {
                    404 => UsageAvailability.Absent,
                    401 or 403 => UsageAvailability.Forbidden,
                    _ => UsageAvailability.Unavailable,
                },
                refusal.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Fail(UsageAvailability.Unavailable, exception.Message);
        }
    }

    private async Task<UsageSnapshot<T>> ListAsync(CancellationToken cancellationToken)
    {
        var readings = new List<T>();
        var now = client.Time.GetUtcNow();
        await foreach (var item in client.ListAsync(new ResourceQuery(type), projector, cancellationToken))
        {
            var (measured, window) = time(item);
            if (measured.IsSet && now - measured.ToDateTimeOffset() <= (window * 2) + Grace)
            {
                readings.Add(item);
            }
        }

        return new(UsageAvailability.Available, readings);
    }

    private UsageSnapshot<T> Fail(UsageAvailability availability, string cause)
    {
        if (_availability != availability)
        {
            Log.Gone(_logger, type, cause);
        }

        _wait = _wait == TimeSpan.Zero ? FirstWait : _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
        return new(availability, []);
    }

    // What says that the API does not answer is empty, and stands until it is asked again.
    private void ForgetLater()
    {
        if (_wait == TimeSpan.Zero)
        {
            _forget ??= client.Time.CreateTimer(_ => _last = null, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _forget.Change(Shared, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _forget?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1330, LogLevel.Warning, "No usage of {Type}: {Cause}. Is metrics-server installed, and running? It is asked again with growing waits.")]
        public static partial void Gone(ILogger logger, ResourceType type, string cause);

        [LoggerMessage(1331, LogLevel.Information, "Usage of {Type} is back")]
        public static partial void Back(ILogger logger, ResourceType type);
    }
}
