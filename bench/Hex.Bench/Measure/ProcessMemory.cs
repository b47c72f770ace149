using System.Globalization;

namespace Hex.Bench.Measure;

/// <summary>Memory of a running process, from /proc/PID/status.</summary>
internal static class ProcessMemory
{
    /// <summary>Its resident bytes now; null when it has ended.</summary>
    public static long? Resident(int pid) => Read(pid, "VmRSS:");

    /// <summary>The most resident bytes it ever had; null when it has ended.</summary>
    public static long? Peak(int pid) => Read(pid, "VmHWM:");

    /// <summary>Its resident bytes now, by what they are; null when it has ended.</summary>
    public static MemoryUse? Use(int pid) =>
        Read(pid, "VmRSS:") is { } resident && Read(pid, "RssAnon:") is { } anonymous && Read(pid, "RssFile:") is { } file ? new MemoryUse(resident, anonymous, file) : null;

    private static long? Read(int pid, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(text => text.StartsWith(field, StringComparison.Ordinal));
            return line is null ? null : 1024 * long.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
