using System.Text.Json.Nodes;

namespace Hex.Testing.Cluster;

/// <summary>
/// Changes pods of a cluster at a steady rate, the same ones in the same order for the same seed: of ten changes eight flip a
/// pod's readiness, one replaces a pod by another of the same owner, one adds an event about it.
/// </summary>
public sealed class ClusterChurn
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ClusterObjects _objects;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly List<(string Namespace, string Name)> _pods;

    /// <summary>Prepares changes of the pods the cluster holds now.</summary>
    /// <param name="cluster">It needs at least one pod.</param>
    /// <param name="seed">Seed of the choice.</param>
    public ClusterChurn(SimulatedCluster cluster, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _objects = cluster.Objects;
        _clock = cluster.Clock;
        _random = new Random(seed);
        _pods = [.. _objects.Names("pods")];
        if (_pods.Count == 0)
            throw new ArgumentException("a cluster without pods has nothing to churn", nameof(cluster));
    }

    /// <summary>Changes made so far.</summary>
    public long Changes { get; private set; }

    /// <summary>Makes changes until it is cancelled, which is how it ends.</summary>
    /// <param name="perSecond">Changes per second, more than 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(double perSecond, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var began = _clock.GetTimestamp();
        var before = Changes;
        using var timer = new PeriodicTimer(Tick, _clock);
        while (!cancellationToken.IsCancellationRequested)
        {
            var due = before + (long)(_clock.GetElapsedTime(began).TotalSeconds * perSecond);
            while (Changes < due && !cancellationToken.IsCancellationRequested)
                Step();
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Makes one change now.</summary>
    public void Step()
    {
        var index = _random.Next(_pods.Count);
        var (ns, name) = _pods[index];
        switch (Changes++ % 10)
        {
            case 8:
                Replace(index);
                break;
            case 9:
                AddEvent(ns, name);
                break;
            default:
                _objects.Change("pods", ns, name, FlipReadiness);
                break;
        }
    }

    private static void FlipReadiness(JsonObject pod)
    {
        var ready = true;
        foreach (var condition in pod["status"]?["conditions"]?.AsArray() ?? [])
        {
            if (condition!["type"]?.GetValue<string>() is not ("Ready" or "ContainersReady"))
                continue;
            ready = condition["status"]!.GetValue<string>() != "True";
            condition["status"] = ready ? "True" : "False";
        }

        foreach (var container in pod["status"]?["containerStatuses"]?.AsArray() ?? [])
        {
            container!["ready"] = ready;
            container["restartCount"] = (container["restartCount"]?.GetValue<int>() ?? 0) + (ready ? 0 : 1);
        }
    }

    private void Replace(int index)
    {
        var (ns, name) = _pods[index];
        var pod = _objects.Find("pods", ns, name)!;
        var dash = name.LastIndexOf('-');
        var metadata = (JsonObject)pod["metadata"]!;
        var successor = $"{(dash < 0 ? name : name[..dash])}-r{Changes}";
        metadata["name"] = successor;
        metadata.Remove("uid");
        metadata.Remove("creationTimestamp");
        _objects.Delete("pods", ns, name);
        _objects.Create("pods", pod);
        _pods[index] = (ns, successor);
    }

    private void AddEvent(string ns, string name)
    {
        var now = _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var uid = _objects.Find("pods", ns, name)!["metadata"]!["uid"]!.GetValue<string>();
        _objects.Create("events", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{name}.{Changes:x16}", ["namespace"] = ns },
            ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = ns, ["name"] = name, ["uid"] = uid, ["apiVersion"] = "v1" },
            ["reason"] = "Unhealthy",
            ["message"] = "Readiness probe failed",
            ["source"] = new JsonObject { ["component"] = "kubelet" },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = "Warning",
            ["eventTime"] = null,
            ["reportingComponent"] = "kubelet",
            ["reportingInstance"] = "",
        });
    }
}
