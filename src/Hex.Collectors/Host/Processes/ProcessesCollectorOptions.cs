using System.ComponentModel.DataAnnotations;

namespace Hex.Collectors.Host;

/// <summary>What <see cref="ProcessesCollector"/> writes.</summary>
public sealed class ProcessesCollectorOptions
{
    /// <summary>As many processes as can be asked for by name.</summary>
    public const int MaxTop = 1000;

    /// <summary>
    /// How many processes are written one by one (<c>process.*</c>): those that used most CPU since the collection before, at the same CPU those with most memory.
    /// Each is a resource of its own with <c>process.pid</c>, <c>process.executable.name</c> and <c>process.creation.time</c>; who drops out of the list ends its
    /// series. Default 0: none.
    /// </summary>
    [Range(0, MaxTop)]
    public int Top { get; set; }
}
