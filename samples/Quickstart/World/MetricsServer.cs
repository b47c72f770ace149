using System.Globalization;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster;
using Quickstart.World.Manifests;

namespace Quickstart.World;

/// <summary>Fills the metrics API. A true metrics-server looks every 15 s; this one as often as it is told to.</summary>
internal sealed class MetricsServer(ClusterMetrics metrics, TimeProvider time)
{
    private const int SystemMemoryMiB = 700;
    private const double SystemCores = 0.12;

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly HashSet<(string Namespace, string Name)> _known = [];

    /// <summary>Whether it answers.</summary>
    public bool IsThere
    {
        set => metrics.State = value ? MetricsApiState.Serving : MetricsApiState.Unreachable;
    }

    public void Measure(IReadOnlyList<Machine> machines, IEnumerable<ShopPod> pods)
    {
        var now = time.GetUtcNow();
        var running = pods.Where(pod => pod.Stage == PodStage.Running && !pod.Machine.IsAway).ToList();
        foreach (var machine in machines)
        {
            var own = running.Where(pod => pod.Machine == machine).ToList();
            Set("nodes", "", machine.Name, machine.IsAway ? null : now, new JsonObject
            {
                ["usage"] = Usage(SystemCores + own.Sum(pod => Cpu(pod, now)), SystemMemoryMiB + own.Sum(pod => Memory(pod, now))),
            });
        }

        foreach (var pod in running)
        {
            Set("pods", pod.Service.Namespace, pod.Name, now, new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = pod.Service.Name, ["usage"] = Usage(Cpu(pod, now), Memory(pod, now)) }),
            });
        }

        var measured = running.Select(pod => (pod.Service.Namespace, pod.Name)).ToHashSet();
        foreach (var (ns, name) in _known.Where(pod => !measured.Contains(pod)).ToList())
        {
            metrics.Remove("pods", ns, name);
            _known.Remove((ns, name));
        }

        _known.UnionWith(measured);
    }

    private void Set(string plural, string ns, string name, DateTimeOffset? now, JsonObject item)
    {
        if (now is not { } at)
        {
            metrics.Remove(plural, ns, name);
            return;
        }

        item["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        item["timestamp"] = Moment.Text(at);
        item["window"] = "15s";
        metrics.Set(plural, item);
    }

    private static JsonObject Usage(double cores, double mebibytes) => new()
    {
        ["cpu"] = ((long)(cores * 1e9)).ToString(CultureInfo.InvariantCulture) + "n",
        ["memory"] = ((long)(mebibytes * 1024)).ToString(CultureInfo.InvariantCulture) + "Ki",
    };

    private double Cpu(ShopPod pod, DateTimeOffset now) => pod.Service.Habit.Cpu * Swing(pod, now, 0.35);

    private double Memory(ShopPod pod, DateTimeOffset now) =>
        pod is { MemoryShare: { } share, Service.Amounts.MemoryLimit: { } limit } ? share * limit : pod.Service.Habit.Memory * Swing(pod, now, 0.06);

    /// <summary>Around 1, each pod with its own phase.</summary>
    private double Swing(ShopPod pod, DateTimeOffset now, double height)
    {
        var phase = (now - _began).TotalSeconds / pod.Service.Habit.Period * 2 * Math.PI;
        return 1 + (height * Math.Sin(phase + (pod.Uid[0] * 7) + pod.Uid[1]));
    }
}
