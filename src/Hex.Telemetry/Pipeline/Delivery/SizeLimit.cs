namespace Hex.Telemetry;

/// <summary>
/// What is known of the far side's size limit, so that only the first request above it is sent in vain. Forgotten after a while: the refusal may have been
/// throttling, or the limit may have been raised. Thread-safe; a lost race costs one request.
/// </summary>
internal sealed class SizeLimit(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private long _bytes = long.MaxValue;
    private long _refusedAt;

    public long Bytes
    {
        get
        {
            if (Volatile.Read(ref _bytes) != long.MaxValue && time.GetElapsedTime(Volatile.Read(ref _refusedAt)) > Memory)
            {
                Forget();
            }

            return Volatile.Read(ref _bytes);
        }
    }

    public void Refused(long size, long smallest)
    {
        Volatile.Write(ref _refusedAt, time.GetTimestamp());
        Volatile.Write(ref _bytes, Math.Max(smallest, size / 2));
    }

    public void Forget() => Volatile.Write(ref _bytes, long.MaxValue);
}
