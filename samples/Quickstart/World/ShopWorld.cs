using Hex.Testing.Cluster;

namespace Quickstart.World;

/// <summary>A small cluster with a shop in it: an API server, three machines with log files, services, and what they say and use.</summary>
internal sealed class ShopWorld : IAsyncDisposable
{
    private static readonly TimeSpan Uptime = TimeSpan.FromHours(3);

    private readonly TimeProvider _time;

    private ShopWorld(SimulatedCluster cluster, string folder, TimeProvider time)
    {
        _time = time;
        Cluster = cluster;
        Machines = [.. Shop.Machines.Select(name => new Machine(name, Path.Combine(folder, name, "pods")))];
        Logs = new LogWriter(time, Random);
        Events = new EventRecorder(cluster.Objects, time);
        Metrics = new MetricsServer(cluster.Metrics, time);
        Writer = new ClusterWriter(cluster.Objects, time);
        Workloads = [.. Shop.Services.Select(service => new Workload(service, service.Kind == WorkloadKind.DaemonSet ? Machines.Count : service.Replicas))];
        Kubelet = new Kubelet(this, time);
    }

    /// <summary>Whoever reads or changes the world holds it: the story and daily life run side by side.</summary>
    public Lock Gate { get; } = new();

    public Random Random { get; } = new(1);

    public SimulatedCluster Cluster { get; }

    public IReadOnlyList<Machine> Machines { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public Kubelet Kubelet { get; }

    public LogWriter Logs { get; }

    public EventRecorder Events { get; }

    public MetricsServer Metrics { get; }

    public ClusterWriter Writer { get; }

    public IEnumerable<ShopPod> Pods => Workloads.SelectMany(workload => workload.Pods);

    public Workload this[Service service] => Workloads.First(workload => workload.Service == service);

    /// <summary>Starts it, with everything running as if it had for hours.</summary>
    /// <param name="folder">Log files go there, in a folder per machine.</param>
    /// <param name="time">The clock.</param>
    public static async Task<ShopWorld> StartAsync(string folder, TimeProvider time)
    {
        var cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Contents = ClusterContents.Empty, TimeProvider = time });
        var world = new ShopWorld(cluster, folder, time);
        world.Build();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in Machines)
        {
            machine.Dispose();
        }

        await Cluster.DisposeAsync();
    }

    private void Build()
    {
        var began = _time.GetUtcNow() - Uptime;
        foreach (var machine in Machines)
        {
            Writer.Write(machine);
        }

        foreach (var ns in Workloads.Select(workload => workload.Service.Namespace).Distinct().Where(ns => ns != "kube-system"))
        {
            Writer.WriteNamespace(ns);
        }

        foreach (var workload in Workloads)
        {
            var revision = workload.Add("1.8.0", Random);
            for (var ordinal = 0; ordinal < workload.Replicas; ordinal++)
            {
                var machine = workload.Service.Kind == WorkloadKind.DaemonSet ? Machines[ordinal] : Kubelet.LeastLoaded();
                var pod = new ShopPod(workload, revision, workload.NewPodName(revision, ordinal, Random), machine, began)
                {
                    Stage = PodStage.Running,
                    IsReady = true,
                    Started = began,
                };
                workload.Pods.Add(pod);
                Writer.Write(pod);
            }

            Writer.Write(workload);
        }

        Metrics.Measure(Machines, Pods);
    }
}
