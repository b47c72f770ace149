namespace Hex.Collectors.Host;

/// <summary>When the machine started: <c>btime</c> of <c>/proc/stat</c>, whole seconds.</summary>
internal static class BootTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long LatestSecond = long.MaxValue / NanosecondsPerSecond;

    /// <summary>The time in nanoseconds since the Unix epoch; 0 when the file does not say.</summary>
    public static long Read(LineReader files, HostFile stat)
    {
        using var lines = files.OpenOptional(stat);
        while (lines.TryNext(out var line))
        {
            if (line.StartsWith("btime "u8))
            {
                return new Fields(line["btime "u8.Length..]).TryNumber(out var seconds) && seconds <= LatestSecond ? seconds * NanosecondsPerSecond : 0;
            }
        }

        return 0;
    }
}
