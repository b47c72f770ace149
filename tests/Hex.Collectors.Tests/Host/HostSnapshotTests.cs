using System.Globalization;
using System.Text;
using Hex.Shared;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host;

/// <summary>Everything the collectors make of each machine, as an approved text.</summary>
public class HostSnapshotTests
{
    public static TheoryData<string> Trees => [.. HostTree.Names];

    [Theory]
    [MemberData(nameof(Trees))]
    public async Task Collectors_make_of_a_machine_what_was_approved(string name)
    {
        using var tree = HostTree.Of(name);
        var text = new StringBuilder();
        foreach (var collector in tree.Collectors())
        {
            text.Append("== ").Append(collector.Name).Append('\n');
            foreach (var point in await new Cycles(collector).NextAsync())
            {
                text.Append(Line(point)).Append('\n');
            }

            (collector as IDisposable)?.Dispose();
        }

        Snapshot.Match(text.ToString(), $"Host/Snapshots/{name}");
    }

    [Fact]
    public async Task Every_cpu_has_its_series_when_asked_for()
    {
        using var tree = HostTree.Of("metal-256cpu");
        var points = await new Cycles(new Hex.Collectors.Host.CpuCollector(tree.Paths, new() { PerCpu = true }, tree.Identity)).NextAsync();
        Assert.Equal(254, points.One("system.cpu.logical.count").Value.AsInt64);
        Assert.Equal(254 * 7, points.Matching("system.cpu.time").Count());
        Assert.Empty(points.Where(point => point.Attributes.TryGet("cpu.logical_number", out var number) && number.AsInt64 is 17 or 200));
    }

    private static string Line(MetricPoint point)
    {
        var start = point.StartTimeUnixNano == 0 ? "" : $" since {(point.StartTimeUnixNano / 1e9).ToString(CultureInfo.InvariantCulture)}";
        var process = point.Resource.Attributes.TryGet("process.pid", out var pid) ? $" [{pid} {point.Resource["process.executable.name"]}]" : "";
        return $"{point.Instrument.Name}{(point.Attributes.Count == 0 ? "" : point.Attributes.ToString())}{process} = {point.Value} {point.Instrument.Unit}{start}";
    }
}
