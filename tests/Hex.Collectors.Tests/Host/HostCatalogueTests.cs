using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host;

/// <summary>What the host collectors emit is what their catalogues declare.</summary>
public class HostCatalogueTests
{
    [Fact]
    public async Task Emitted_is_declared_and_declared_is_emitted()
    {
        Dictionary<string, HashSet<string>> emitted = [];
        HashSet<string> resources = [];
        foreach (var name in HostTree.Names)
        {
            using var tree = HostTree.CopyOf(name);
            foreach (var collector in tree.Collectors().Append(new Hex.Collectors.Host.CpuCollector(tree.Paths, new() { PerCpu = true })))
            {
                Directory.CreateDirectory(Path.Combine(tree.Folder, "proc/1/fd"));
                var catalogue = SignalCatalogues.All.Single(catalogue => catalogue.Name == collector.Name);
                var cycles = new Cycles(collector);
                List<MetricPoint> points = [.. await cycles.NextAsync()];
                tree.Write("proc/stat", File.ReadAllText(Path.Combine(tree.Folder, "proc/stat")).Replace("cpu  ", "cpu  9", StringComparison.Ordinal).Replace("cpu0 ", "cpu0 9", StringComparison.Ordinal));
                points.AddRange(await cycles.NextAsync());
                foreach (var point in points)
                {
                    var declared = catalogue.Metrics.SingleOrDefault(metric => ReferenceEquals(metric.Instrument, point.Instrument));
                    Assert.True(declared is not null, $"{collector.Name} emits {point.Instrument.Name}, which its catalogue does not declare");
                    var attributes = point.Attributes.Items.ToArray().Select(item => item.Key).ToList();
                    Assert.Empty(attributes.Except(declared.Attributes.Select(attribute => attribute.Key)));
                    Assert.Empty(point.Resource.Attributes.Items.ToArray().Select(item => item.Key).Except(catalogue.Resource.Select(attribute => attribute.Key)));
                    emitted.TryAdd(point.Instrument.Name, []);
                    emitted[point.Instrument.Name].UnionWith(attributes);
                    resources.UnionWith(point.Resource.Attributes.Items.ToArray().Select(item => item.Key));
                }

                (collector as IDisposable)?.Dispose();
            }
        }

        var hosts = SignalCatalogues.All.Where(catalogue => catalogue.Title.StartsWith("Host:", StringComparison.Ordinal)).ToList();
        Assert.Empty(hosts.SelectMany(catalogue => catalogue.Metrics)
            .SelectMany(metric => metric.Attributes.Select(attribute => $"{metric}{{{attribute}}}").DefaultIfEmpty($"{metric}"))
            .Except(emitted.SelectMany(metric => metric.Value.Select(attribute => $"{metric.Key}{{{attribute}}}").DefaultIfEmpty(metric.Key))));
        Assert.Empty(hosts.SelectMany(catalogue => catalogue.Resource).Select(attribute => attribute.Key).Except(resources));
    }
}
