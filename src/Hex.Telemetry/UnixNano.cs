namespace Hex.Telemetry;

/// <summary>Times as OTLP has them: nanoseconds since 1970-01-01T00:00:00Z, as a signed 64-bit integer (good until 2262).</summary>
public static class UnixNano
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The time in nanoseconds; times before 1970 become 0 (OTLP: unknown).</summary>
    public static long From(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return ticks <= 0 ? 0 : ticks * NanosecondsPerTick;
    }

    /// <summary>The time, to the 100 ns.</summary>
    public static DateTimeOffset ToDateTimeOffset(long unixNano) => DateTimeOffset.UnixEpoch.AddTicks(unixNano / NanosecondsPerTick);
}
