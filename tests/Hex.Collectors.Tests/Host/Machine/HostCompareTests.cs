using System.Globalization;
using Hex.Collectors.Host;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>
/// What we read of this machine against what other programs read of it: theirs lies between our readings just before and just after.
/// <c>dotnet test tests/Hex.Collectors.Tests --filter HostCompareTests --logger "console;verbosity=detailed"</c> prints the table.
/// </summary>
[Collection(AloneCollection.Name)]
public class HostCompareTests(ITestOutputHelper output)
{
    private const double MiB = 1024 * 1024;

    [Fact]
    public async Task Vmstat_reads_the_same() => await CompareAsync(async before =>
    {
        await before();
        return await OtherReaders.VmStatAsync();
    });

    [Fact]
    public async Task Df_reads_the_same() => await CompareAsync(async before =>
    {
        await before();
        return await OtherReaders.DfAsync();
    });

    [Fact]
    public async Task Ip_reads_the_same() => await CompareAsync(async before =>
    {
        await before();
        return await OtherReaders.IpAsync();
    });

    [Fact]
    public async Task Node_exporter_reads_the_same() => await CompareAsync(OtherReaders.NodeExporterAsync);

    private async Task CompareAsync(Func<Func<Task>, Task<Reading?>> read)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Assert.SkipUnless(HostView.Detect().IsHost, $"not the host's own view: {HostView.Detect().Summary()}");
        using var filesystem = new FilesystemCollector();
        ICollector[] collectors =
        [
            new CpuCollector(), new MemoryCollector(), new PagingCollector(), new DiskCollector(), filesystem, new NetworkCollector(),
            new ProcessesCollector(), new PressureCollector(), new SystemCollector(),
        ];

        // Once before it counts, so that compiling is not part of the interval.
        Dictionary<string, double> before = await OursAsync(collectors);
        var theirs = await read(async () => before = await OursAsync(collectors));
        var after = await OursAsync(collectors);
        Assert.SkipWhen(theirs is null, "the program is not installed");

        var compared = theirs.Values.Where(value => before.ContainsKey(value.Key) && after.ContainsKey(value.Key)).OrderBy(value => value.Key, StringComparer.Ordinal).ToList();
        output.WriteLine($"| metric | ours before | {theirs.By} | ours after |");
        output.WriteLine("|---|---|---|---|");
        List<string> wrong = [];
        foreach (var (name, value) in compared)
        {
            var row = $"| {name} | {Text(before[name])} | {Text(value)} | {Text(after[name])} |";
            output.WriteLine(row);
            var (low, high) = (Math.Min(before[name], after[name]) - Slack(name), Math.Max(before[name], after[name]) + Slack(name));
            if (value < low || value > high)
            {
                wrong.Add(row);
            }
        }

        Assert.NotEmpty(compared);
        Assert.Empty(wrong);
    }

    /// <summary>Counters only grow between the two readings: what they round off is allowed. What goes up and down may be anywhere near.</summary>
    private static double Slack(string name) => name.Split('{')[0] switch
    {
        "system.memory.usage" or "system.memory.linux.available" => 256 * MiB,
        "system.filesystem.usage" => 256 * MiB,
        "system.filesystem.inodes.usage" => 5000,
        "system.process.count" => 40,
        "system.network.connection.count" => 200,
        "system.cpu.time" => 0.25, // idle and iowait go back a little; per-CPU times are rounded each
        _ when name.StartsWith("system.cpu.load_average", StringComparison.Ordinal) => 1,
        "system.disk.io_time" or "system.disk.operation_time" => 0.01,
        _ => 0.001,
    };

    private static async Task<Dictionary<string, double>> OursAsync(ICollector[] collectors)
    {
        Dictionary<string, double> values = [];
        foreach (var collector in collectors)
        {
            foreach (var point in await CollectedMetrics.FromAsync(collector))
            {
                var attributes = string.Join(',', point.Attributes.Items.ToArray().Select(item => item.Value.ToString()));
                values[attributes.Length == 0 ? point.Instrument.Name : $"{point.Instrument.Name}{{{attributes}}}"] = point.Value.AsDouble;
            }
        }

        return values;
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
