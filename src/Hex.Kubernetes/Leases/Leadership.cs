namespace Hex.Kubernetes;

/// <summary>One term of leadership.</summary>
public sealed class Leadership
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly CancellationToken _ended;
    private long _renewedAt;

    internal Leadership(int epoch, LeaseState state, TimeProvider time, TimeSpan deadline, long acquiredAt, CancellationToken ended)
    {
        (Epoch, State, _time, _deadline, _ended) = (epoch, state, time, deadline, ended);
        _renewedAt = acquiredAt;
    }

    /// <summary>The number of this term (leaseTransitions): higher than any before. Sent along, it lets a receiver refuse a deposed leader.</summary>
    public int Epoch { get; }

    /// <summary>Cancelled when the term ends.</summary>
    public CancellationToken Ended => _ended;

    /// <summary>
    /// Small state that travels in the lease itself and is written with its next renewal; the next leader reads it. A write completes when
    /// the renewal that carries it has, and fails with an <see cref="IOException"/> when the term ends first.
    /// </summary>
    public Telemetry.IStateStore State { get; }

    /// <summary>
    /// Whether we lead now, by our own monotonic clock. Ask before every collection and every attempt to send, retries included: a
    /// process that was stopped for a while learns from this, before anything else, that its time is over.
    /// </summary>
    public bool IsHeld => !_ended.IsCancellationRequested && Remaining > TimeSpan.Zero;

    /// <summary>How long the term lasts without another renewal; zero when it is over.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = _deadline - _time.GetElapsedTime(Interlocked.Read(ref _renewedAt));
            return _ended.IsCancellationRequested || left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    internal void Renewed(long requestedAt) => Interlocked.Exchange(ref _renewedAt, requestedAt);
}
