using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host;

/// <summary>Whatever is in the files, no collector throws, and what it writes is finite and not negative.</summary>
public class HostileContentTests
{
    private static readonly string[] Files =
    [
        "proc/stat", "proc/meminfo", "proc/vmstat", "proc/swaps", "proc/diskstats", "proc/loadavg", "proc/uptime", "proc/self/net/dev",
        "proc/self/net/sockstat", "proc/self/net/tcp", "proc/self/mountinfo", "proc/pressure/cpu", "proc/900/stat",
    ];

    private static readonly string[] Pieces =
    [
        " ", "\t", "\n", ":", "/", "-", "\\040", "\\", "\\999", "\0", "0", "7", "18446744073709551615", "99999999999999999999999999", "-1", "1.5", "1e308", "1e999",
        "NaN", "cpu", "cpu0", "cpu9999999999", "btime ", "processes ", "MemTotal:", "MemAvailable:", "Cached:", "pgfault ", "pgmajfault ", "pswpin ", "TCP: ", "tw ",
        "alloc ", "some ", "full ", "total=", "eth0:", "sda", "(", ")", "1 (", ") S ", " - ext4 /dev/sda ", " 8:1 / /", "FF", "0A", "\ud83d\ude00", "\u00e9",
    ];

    private enum Damage
    {
        Bytes,
        Pieces,
        Truncated,
        Changed,
    }

    [Fact]
    public void No_content_throws()
    {
        using var tree = HostTree.CopyOf("vm");
        var healthy = Files.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(tree.Folder, file)));
        var contents =
            from file in Gen.Elements(Files)
            from damage in Gen.Elements(Enum.GetValues<Damage>())
            from bytes in ArbMap.Default.GeneratorFor<byte[]>()
            from pieces in Gen.Elements(Pieces).ArrayOf()
            from at in Gen.Choose(0, healthy[file].Length)
            select (File: file, Content: damage switch
            {
                Damage.Bytes => bytes,
                Damage.Pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)),
                Damage.Truncated => healthy[file][..at],
                _ => [.. healthy[file][..at], .. Encoding.UTF8.GetBytes(string.Concat(pieces)), .. healthy[file][at..]],
            });

        var collectors = tree.Collectors();
        Prop.ForAll(contents.ToArbitrary(), async damaged =>
        {
            tree.Write(damaged.File, damaged.Content);
            foreach (var collector in collectors.Append(new Hex.Collectors.Host.CpuCollector(tree.Paths, new() { PerCpu = true }, tree.Identity)))
            {
                AssertSound(await new Cycles(collector).NextAsync());
            }

            tree.Write(damaged.File, healthy[damaged.File]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        Array.ForEach(collectors, collector => (collector as IDisposable)?.Dispose());
    }

    [Fact]
    public async Task More_devices_than_the_limit_are_left_out()
    {
        using var tree = HostTree.CopyOf("vm");
        tree.Write("proc/diskstats", string.Concat(Enumerable.Range(0, 5000).Select(i => $"8 {i} disk{i}x 1 1 1 1 1 1 1 1 1 1 1\n")));
        var points = await new Cycles(tree.Collectors()[3]).NextAsync();
        Assert.Equal(4096, points.Matching("system.disk.io_time").Count());
    }

    [Fact]
    public async Task Line_longer_than_the_buffer_is_passed_over_and_the_rest_read()
    {
        using var tree = HostTree.Empty().Write("proc/stat", $"cpu 1 1 1 1\ncpu0 1 1 1 1\nintr {string.Concat(Enumerable.Repeat("123 ", 50_000))}\nbtime 1700000000\nprocesses 42\n");
        var points = await new Cycles(new Hex.Collectors.Host.ProcessesCollector(tree.Paths, null, tree.Identity)).NextAsync();
        var created = points.One("system.process.created");
        Assert.Equal((42, 1_700_000_000 * Cycles.Second), (created.Value.AsInt64, created.StartTimeUnixNano));
    }

    private static void AssertSound(List<MetricPoint> points)
    {
        foreach (var point in points)
        {
            Assert.True(double.IsFinite(point.Value.AsDouble) && point.Value.AsDouble >= 0, point.ToString());
        }

        Assert.Equal(points.Count, points.Select(point => (point.Resource, point.Instrument, point.Attributes)).Distinct().Count());
    }
}
