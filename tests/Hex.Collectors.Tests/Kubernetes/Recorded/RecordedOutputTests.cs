using Hex.Collectors.Kubernetes;
using Hex.Shared;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes.Recorded;

/// <summary>The full output of every collector over the recorded cluster, as approved text.</summary>
public class RecordedOutputTests
{
    public static TheoryData<string> Names => ["node", "namespace", "pod", "container", "workload", "job", "hpa", "pvc"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Collector_writes_the_approved_points(string name)
    {
        var collector = KubernetesCollectors.Create(await RecordedCluster.SourceAsync()).Single(one => one.Name == name);
        var points = await CollectedMetrics.FromAsync(collector, timeProvider: new FakeTimeProvider(RecordedCluster.Time));
        Snapshot.Match(PointText.Of(points), $"Kubernetes/Recorded/{name}");
    }
}
