namespace Hex.Collectors.Host;

/// <summary>What <see cref="CpuCollector"/> writes.</summary>
public sealed class CpuCollectorOptions
{
    /// <summary>
    /// Writes time and utilization per logical CPU (<c>cpu.logical_number</c>) instead of their sum: 14 series per CPU, 3,584 on a machine with 256. Default false.
    /// </summary>
    public bool PerCpu { get; set; }
}
