using Hex.Attribution;
using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>What must be known before the first event, and what is kept of the last ones. Whatever fails is tried again; nothing is guessed.</summary>
internal sealed partial class EventState(IStateStore? store, ClusterIdentityReader reader, TimeProvider time, ILogger logger) : IDisposable
{
    private const string Name = "events";
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _saving = new(1, 1);
    private long _savedVersion;
    private EventLedger? _saved;
    private bool _isFailing;

    /// <summary>Which cluster this is. Ids of records hang on it, so there is no way without.</summary>
    public Task<ClusterIdentity> IdentifyAsync(CancellationToken cancellationToken) => RetryAsync(
        "cannot tell which cluster this is",
        async () => await reader.ReadAsync(cancellationToken) is { Uid: not null } identity
            ? identity : throw new InvalidDataException("the namespace kube-system has no UID, or does not exist"),
        cancellationToken);

    /// <summary>The watermark of the last reader. One that cannot be read now must not be taken for none: everything would go out again.</summary>
    public Task<EventWatermark?> RestoreAsync(CancellationToken cancellationToken) => RetryAsync(
        "cannot read how far events were delivered",
        async () =>
        {
            if (store is null || await store.ReadAsync(Name, cancellationToken) is not { } bytes)
            {
                return null;
            }

            if (!EventWatermark.TryRead(bytes, out var watermark))
            {
                Log.Unreadable(logger, bytes.Length);
            }

            return watermark;
        },
        cancellationToken);

    /// <summary>Keeps the watermark if it has moved since it was kept last.</summary>
    public async Task SaveAsync(EventLedger ledger, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return;
        }

        await _saving.WaitAsync(cancellationToken);
        try
        {
            var version = ledger.Version;
            if (ReferenceEquals(ledger, _saved) && version == _savedVersion)
            {
                return;
            }

            await store.WriteAsync(Name, ledger.Watermark.ToBytes(), cancellationToken);
            (_saved, _savedVersion) = (ledger, version);
            _isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or KubernetesApiException)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                Log.NotSaved(logger, exception.Message);
            }
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private async Task<T> RetryAsync<T>(string what, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        string? reported = null;
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                return await attempt();
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or HttpRequestException or KubernetesApiException)
            {
                if (reported != exception.Message)
                {
                    reported = exception.Message;
                    Log.Waiting(logger, what, exception.Message);
                }
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1521, LogLevel.Warning, "Events wait: {What}: {Cause}; it goes on trying")]
        public static partial void Waiting(ILogger logger, string what, string cause);

        [LoggerMessage(1522, LogLevel.Warning, "How far events were delivered cannot be read ({Length} bytes of another version, or damaged): everything the server holds goes out")]
        public static partial void Unreadable(ILogger logger, int length);

        [LoggerMessage(1523, LogLevel.Warning, "How far events were delivered is not kept: {Cause}; it goes on trying, and after a restart more events go out once more")]
        public static partial void NotSaved(ILogger logger, string cause);
    }
}
