using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.State;

/// <summary>
/// Keeps state where this pod finds it again (a directory), and now and then where its successor does (a Lease): a pod that replaces another begins where that one
/// handed over. The directory is written with every change, the Lease with the first (when it says nothing yet), once a minute and at the end, so that thousands of nodes cost an API server little.
/// The directory is asked first: it is never behind the Lease, since both are written by the pod they are read by. Thread-safe.
/// </summary>
internal sealed partial class HandoverStateStore(IStateStore directory, Func<CancellationToken, Task<IStateStore>> openLease, TimeProvider time, ILogger<HandoverStateStore> logger) : IStateStore, IDisposable
{
    /// <summary>How much may come again after a node's agent was killed and replaced, against how often every node writes. 1 min.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // As long as the Lease says nothing, a pod that replaced this one would take the node for a new one, and pass over what its files hold already.
    private static readonly TimeSpan EmptyInterval = TimeSpan.FromSeconds(5);

    // An API server that is away at a start is waited for this often; then the source starts over later, since beginning without positions would lose lines.
    private static readonly TimeSpan[] ReadWaits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<string, byte[]> _pending = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private IStateStore? _lease;
    private long? _handedOverAt;
    private bool _isLeaseEmpty;
    private string? _reported;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">Nothing is known here, and the API server, which may know, is not reached.</exception>
    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (await directory.ReadAsync(name, cancellationToken) is { } own)
        {
            return own;
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var handedOver = await (await LeaseAsync(cancellationToken)).ReadAsync(name, cancellationToken);
                Volatile.Write(ref _isLeaseEmpty, handedOver is null);
                return handedOver;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or KubernetesApiException { StatusCode: >= 429 })
            {
                if (attempt == ReadWaits.Length)
                {
                    throw new HttpRequestException($"positions of this node may be in a Lease, which cannot be read: {exception.Message}", exception);
                }

                await Task.Delay(ReadWaits[attempt], time, cancellationToken);
            }
            catch (KubernetesApiException refusal)
            {
                // No right to read it: waiting would not help.
                Tell(refusal.Message);
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        bool isDue;
        lock (_lock)
        {
            _pending[name] = state.ToArray();
            var isEmpty = Volatile.Read(ref _isLeaseEmpty);
            isDue = isEmpty && _handedOverAt is null;
            _handedOverAt ??= time.GetTimestamp();
            isDue |= time.GetElapsedTime(_handedOverAt.Value) >= (isEmpty ? EmptyInterval : Interval);
        }

        Exception? failure = null;
        try
        {
            await directory.WriteAsync(name, state, cancellationToken);
        }
        catch (IOException exception)
        {
            failure = exception;
        }

        // Where no directory can be written, the Lease is all there is, and still not written with every change.
        if (isDue && !await TryHandOverAsync(cancellationToken) && failure is not null)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Writes what the Lease does not have yet. Call it at the end.</summary>
    /// <returns>False when it could not be written, which is told.</returns>
    public async Task<bool> TryHandOverAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        KeyValuePair<string, byte[]>[] states;
        lock (_lock)
        {
            states = [.. _pending];
            _handedOverAt = time.GetTimestamp();
        }

        try
        {
            foreach (var (name, state) in states)
            {
                await (await LeaseAsync(cancellationToken)).WriteAsync(name, state, cancellationToken);
                Written(name, state);
            }

            _reported = null;
            Volatile.Write(ref _isLeaseEmpty, false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or KubernetesApiException or ArgumentException)
        {
            Tell(exception.Message);
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private void Written(string name, byte[] state)
    {
        lock (_lock)
        {
            if (_pending.TryGetValue(name, out var newest) && ReferenceEquals(newest, state))
            {
                _pending.Remove(name);
            }
        }
    }

    private async ValueTask<IStateStore> LeaseAsync(CancellationToken cancellationToken) => _lease ??= await openLease(cancellationToken);

    private void Tell(string cause)
    {
        if (_reported != cause)
        {
            _reported = cause;
            Log.NotHandedOver(logger, cause);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1630, LogLevel.Warning, "Positions cannot be handed over through a Lease: {Cause}. An agent that replaces this one may repeat lines; none is lost")]
        public static partial void NotHandedOver(ILogger logger, string cause);
    }
}
