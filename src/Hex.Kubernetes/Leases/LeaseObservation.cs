namespace Hex.Kubernetes;

/// <summary>
/// Judges whether a lease has expired by how long, on our own monotonic clock, its record has not changed. Clocks of different
/// machines are never compared.
/// </summary>
internal sealed class LeaseObservation(TimeProvider time)
{
    private (string Holder, int Transitions, Timestamp Renewed, Uid Uid) _record;
    private long _changedAt;
    private TimeSpan _own;
    private bool _isSeen;

    /// <summary>The highest epoch ever seen; a lease made anew goes on from it.</summary>
    public int Epoch { get; private set; }

    public void See(Lease lease)
    {
        var record = (lease.Holder, lease.Transitions, lease.Renewed, lease.Uid);
        Epoch = Math.Max(Epoch, lease.Transitions);
        if (_isSeen && record == _record)
        {
            return;
        }

        (_record, _changedAt, _isSeen) = (record, time.GetTimestamp(), true);
        _own = TimeSpan.FromSeconds(Math.Clamp(lease.DurationSeconds, 0, 3600));
    }

    /// <summary>Whether the record has stood unchanged for the longer of both durations, its own and ours.</summary>
    public bool HasExpired(TimeSpan duration) => _isSeen && Left(duration) <= TimeSpan.Zero;

    /// <summary>How long the record must still stand unchanged to have expired; zero or less when it has, or none was ever seen.</summary>
    public TimeSpan Left(TimeSpan duration)
    {
        if (!_isSeen)
        {
            return TimeSpan.Zero;
        }

        return (_own > duration ? _own : duration) - time.GetElapsedTime(_changedAt);
    }
}
