using System.Text;
using System.Text.Json.Nodes;
using Hex.Attribution;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Shared;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Collectors.Tests.Kubernetes;

/// <summary>A cluster of JSON objects that a test changes: the recorded ones, or some of its own.</summary>
internal sealed class TestCluster : IClusterFeed
{
    private readonly Dictionary<string, List<JsonObject>> _lists = [];
    private readonly Projections _projections = new(new AttributionOptions().CreateSelection());

    private TestCluster()
    {
    }

    public static TestCluster Empty => new();

    public static TestCluster Recorded
    {
        get
        {
            var cluster = new TestCluster();
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, "kubernetes", "lists"), "*.json"))
            {
                cluster._lists[Path.GetFileNameWithoutExtension(file)] = [.. JsonNode.Parse(File.ReadAllText(file))!["items"]!.AsArray().Select(item => (JsonObject)item!.DeepClone())];
            }

            return cluster;
        }
    }

    public DecodeStatistics Decoding => _projections.Statistics;

    public IReadOnlyList<WatchStatus> Watches => [];

    public List<MissingKind> Missing { get; } = [];

    public bool HasUsage { get; set; } = true;

    public List<JsonObject> Pods => List("core-v1.pods");

    public List<JsonObject> PodMetrics => List("metrics.k8s.io-v1beta1.pods");

    public List<JsonObject> List(string name)
    {
        if (!_lists.TryGetValue(name, out var list))
        {
            _lists.Add(name, list = []);
        }

        return list;
    }

    /// <summary>The first object of a list whose name starts so.</summary>
    public JsonObject Find(string list, string prefix) => List(list).First(item => item["metadata"]!["name"]!.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal));

    public JsonObject Pod(string prefix) => Find("core-v1.pods", prefix);

    /// <summary>Adds an object of its own.</summary>
    public JsonObject Add(string list, string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        List(list).Add(item);
        return item;
    }

    /// <summary>Replaces the items of a list by those of a recorded file.</summary>
    public void Load(string list, string file)
    {
        List(list).Clear();
        List(list).AddRange(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Fixtures, "kubernetes", file)))!["items"]!.AsArray().Select(item => (JsonObject)item!.DeepClone()));
    }

    public ClusterSource Source(KubernetesCollectorOptions? options = null, TimeProvider? time = null, Microsoft.Extensions.Logging.ILogger? logger = null) =>
        new(this, options ?? new(), attribution: null, time, logger);

    /// <summary>What a collector writes of the cluster as it is.</summary>
    public async Task<CollectedMetrics> CollectAsync(Func<ClusterSource, KubernetesCollector> create, KubernetesCollectorOptions? options = null) =>
        await CollectedMetrics.FromAsync(create(Source(options)), timeProvider: new FakeTimeProvider(RecordedCluster.Time));

    public void Add(ClusterKinds kinds)
    {
        // Everything is there already.
    }

    public ValueTask<IReadOnlyList<MissingKind>> WaitAsync(ClusterKinds kinds, CancellationToken cancellationToken) =>
        new([.. Missing.Where(missing => (missing.Kind & kinds) != ClusterKinds.None)]);

    public ClusterSnapshot Snapshot(ClusterKinds kinds) => ClusterSnapshot.Empty
        .With(Project<Node>("core-v1.nodes", _projections.Node))
        .With(Project<Namespace>("core-v1.namespaces", _projections.Namespace))
        .With(Project<Pod>("core-v1.pods", _projections.Pod))
        .With(Project<PersistentVolumeClaim>("core-v1.persistentvolumeclaims", _projections.PersistentVolumeClaim))
        .With(Project<Deployment>("apps-v1.deployments", _projections.Deployment))
        .With(Project<StatefulSet>("apps-v1.statefulsets", _projections.StatefulSet))
        .With(Project<DaemonSet>("apps-v1.daemonsets", _projections.DaemonSet))
        .With(Project<ReplicaSet>("apps-v1.replicasets", _projections.ReplicaSet))
        .With(Project<Job>("batch-v1.jobs", _projections.Job))
        .With(Project<CronJob>("batch-v1.cronjobs", _projections.CronJob))
        .With(Project<HorizontalPodAutoscaler>("autoscaling-v2.horizontalpodautoscalers", _projections.HorizontalPodAutoscaler));

    public Task<UsageSnapshot<NodeUsage>?> NodeUsageAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Usage<NodeUsage>("metrics.k8s.io-v1beta1.nodes", _projections.NodeUsage));

    public Task<UsageSnapshot<PodUsage>?> PodUsageAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Usage<PodUsage>("metrics.k8s.io-v1beta1.pods", _projections.PodUsage));

    public Task StopAsync() => Task.CompletedTask;

    private UsageSnapshot<T>? Usage<T>(string list, ResourceProjector<T> projector)
        where T : class =>
        HasUsage && _lists.ContainsKey(list) ? new(UsageAvailability.Available, [.. Project(list, projector)]) : null;

    private ResourceSnapshot<T> Project<T>(string list, ResourceProjector<T> projector)
        where T : class =>
        ResourceSnapshot.Of(_lists.GetValueOrDefault(list, []).Select(item => projector(Encoding.UTF8.GetBytes(item.ToJsonString()))).OfType<T>());
}
