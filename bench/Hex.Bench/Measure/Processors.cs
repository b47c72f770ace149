using System.Globalization;

namespace Hex.Bench.Measure;

/// <summary>
/// Which processors processes run on (taskset of util-linux). A run to the end keeps its receiver busy all the time; were they to share processors, each would
/// wait for the other's caches and be woken across them, which a receiver on another machine does not do to an agent.
/// </summary>
internal sealed class Processors
{
    private const string Program = "/usr/bin/taskset";

    private Processors(string measured, string others) => (Measured, Others) = (measured, others);

    /// <summary>Null where there is one processor only, or no taskset: everything runs everywhere then.</summary>
    public static Processors? Apart { get; } = Find();

    /// <summary>The processor of what is measured.</summary>
    public string Measured { get; }

    /// <summary>All others that we may use.</summary>
    public string Others { get; }

    /// <summary>The command line that runs a program on these processors; it replaces itself by the program, whose id is its own.</summary>
    public static (string Program, IEnumerable<string> Arguments) Command(string? processors, string program, IEnumerable<string> arguments) =>
        processors is null ? (program, arguments) : (Program, ["-c", processors, program, .. arguments]);

    private static Processors? Find()
    {
        const string field = "Cpus_allowed_list:";
        if (!File.Exists(Program) || !OperatingSystem.IsLinux())
            return null;
        var list = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        var allowed = (list ?? field)[field.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(Numbers).ToList();
        return allowed.Count < 2 ? null : new Processors(Text(allowed[^1]), string.Join(',', allowed[..^1].Select(Text)));
    }

    // range = first [ "-" last ]
    private static IEnumerable<int> Numbers(string range)
    {
        var ends = Array.ConvertAll(range.Split('-'), end => int.Parse(end, CultureInfo.InvariantCulture));
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    private static string Text(int processor) => processor.ToString(CultureInfo.InvariantCulture);
}
