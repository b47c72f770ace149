using System.Runtime.CompilerServices;

namespace Hex.Collectors.Host;

/// <summary>One value per mode of <c>cpu.mode</c>, in the order of <see cref="CpuTimes.Modes"/>.</summary>
[InlineArray(CpuTimes.Count)]
internal struct CpuModes
{
    private long _first;
}

/// <summary>A <c>cpu</c> line of <c>/proc/stat</c> as ticks per mode.</summary>
internal static class CpuTimes
{
    public const int Count = 7;

    /// <summary>USER_HZ, 100 on every architecture .NET runs on.</summary>
    public const double TicksPerSecond = 100;

    /// <summary>A mode the kernel does not count.</summary>
    public const long Absent = -1;

    private const int Columns = 8;

    /// <summary>The values of <c>cpu.mode</c> (semantic conventions).</summary>
    public static ReadOnlySpan<string> Modes => (string[])["user", "nice", "system", "idle", "iowait", "interrupt", "steal"];

    /// <summary>
    /// <c>user nice system idle [iowait [irq softirq [steal [guest [guest_nice]]]]]</c>. Time of guests is in user and nice already; irq and softirq are one mode.
    /// </summary>
    /// <returns>False when not even the first four are there.</returns>
    public static bool TryParse(ReadOnlySpan<byte> fields, out CpuModes modes)
    {
        modes = default;
        Span<long> columns = stackalloc long[Columns];
        var count = new Fields(fields).Numbers(columns);
        if (count < 4)
        {
            return false;
        }

        columns[..4].CopyTo(modes);
        modes[4] = count > 4 ? columns[4] : Absent;
        modes[5] = count > 6 ? Number.Add(columns[5], columns[6]) : Absent;
        modes[6] = count > 7 ? columns[7] : Absent;
        return true;
    }
}
