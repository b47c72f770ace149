using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>A collector that has seen its machine once reads it again without allocating.</summary>
[Collection(AloneCollection.Name)]
public class HostAllocationTests
{
    private const int Runs = 20;

    public static TheoryData<string> Collectors => ["cpu", "memory", "paging", "disk", "network", "processes", "pressure", "system"];

    [Theory]
    [MemberData(nameof(Collectors))]
    public async Task Collector_does_not_allocate(string name)
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var collector = tree.Collectors(top: 2).Single(collector => collector.Name == name);
        using var writer = new MetricWriter(new ResourcePool(), Cycles.First, static batch => batch.Dispose(), batchPoints: 1 << 16);
        for (var i = 0; i < 3; i++)
        {
            await collector.CollectAsync(writer, CancellationToken.None);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
        {
            var collecting = collector.CollectAsync(writer, CancellationToken.None);
            Assert.True(collecting.IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(writer.Count > 0);
    }
}
