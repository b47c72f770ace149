namespace Hex.Bench.Measure;

/// <summary>Resident memory of a process, from /proc/PID/status.</summary>
/// <param name="Resident">All of it (VmRSS).</param>
/// <param name="Anonymous">Its heaps and stacks (RssAnon).</param>
/// <param name="File">Its program and libraries (RssFile); what is in neither is code that was compiled while it ran.</param>
internal readonly record struct MemoryUse(long Resident, long Anonymous, long File)
{
    /// <summary>In millions of bytes.</summary>
    public override string ToString() => $"{Resident / 1e6:F0} MB ({Anonymous / 1e6:F0} anonymous, {File / 1e6:F0} file)";
}
