namespace Hex.Logs.Reading;

/// <summary>A pod's allowance of bytes: one second's worth may gather. What is over it waits in the file.</summary>
internal sealed class PodRate(long bytesPerSecond, TimeProvider time)
{
    private double _available = bytesPerSecond;
    private long _at = time.GetTimestamp();

    /// <summary>True when something may be read now.</summary>
    public bool IsOpen
    {
        get
        {
            var now = time.GetTimestamp();
            _available = Math.Min(bytesPerSecond, _available + (time.GetElapsedTime(_at, now).TotalSeconds * bytesPerSecond));
            _at = now;
            return _available > 0;
        }
    }

    /// <summary>Counts what was read; a turn may go below zero, which the next pay back.</summary>
    public void Spend(long bytes) => _available -= bytes;
}
