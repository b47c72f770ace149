using System.Text.Json.Nodes;
using Hex.Kubernetes;
using Hex.Shared;

namespace Hex.Attribution.Tests;

/// <summary>Objects as the API server would send them, decoded as the agent does; and the recorded cluster.</summary>
internal sealed class TestObjects(AttributionOptions? options = null)
{
    private readonly Projections _projections = new((options ?? new AttributionOptions()).CreateSelection());

    public static Uid UidOf(int number) => Uid.Parse($"00000000-0000-4000-8000-{number:x12}");

    public static JsonObject Owner(string apiVersion, string kind, string name, int uid, bool controller = true) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["name"] = name, ["uid"] = UidOf(uid).ToString(), ["controller"] = controller };

    public static JsonObject Object(string name, int uid, string @namespace = "shop", params JsonObject[] owners) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["uid"] = UidOf(uid).ToString(),
            ["labels"] = new JsonObject(),
            ["annotations"] = new JsonObject(),
            ["ownerReferences"] = new JsonArray([.. owners]),
        },
        ["spec"] = new JsonObject { ["nodeName"] = "node-1", ["containers"] = new JsonArray(new JsonObject { ["name"] = "app" }) },
        ["status"] = new JsonObject { ["qosClass"] = "Burstable" },
    };

    public Pod Pod(string name, int uid, JsonObject? owner = null, Action<JsonObject>? change = null) =>
        Decode(_projections.Pod, Object(name, uid, owners: owner is null ? [] : [owner]), change);

    public ReplicaSet ReplicaSet(string name, int uid, JsonObject? owner = null, Action<JsonObject>? change = null) =>
        Decode(_projections.ReplicaSet, Object(name, uid, owners: owner is null ? [] : [owner]), change);

    public Job Job(string name, int uid, JsonObject? owner = null) => Decode(_projections.Job, Object(name, uid, owners: owner is null ? [] : [owner]), null);

    public Namespace Namespace(string name, int uid, Action<JsonObject>? change = null) => Decode(_projections.Namespace, Object(name, uid, ""), change);

    public Node Node(string name, int uid, Action<JsonObject>? change = null) => Decode(_projections.Node, Object(name, uid, ""), change);

    public static Action<JsonObject> Label(string key, string value) => item => item["metadata"]!["labels"]![key] = value;

    public static Action<JsonObject> Annotation(string key, string value) => item => item["metadata"]!["annotations"]![key] = value;

    /// <summary>All lists of the recorded cluster.</summary>
    public async Task<ClusterSnapshot> RecordedAsync() => ClusterSnapshot.Empty
        .With(await ListAsync("core-v1.pods", _projections.Pod))
        .With(await ListAsync("core-v1.nodes", _projections.Node))
        .With(await ListAsync("core-v1.namespaces", _projections.Namespace))
        .With(await ListAsync("core-v1.persistentvolumeclaims", _projections.PersistentVolumeClaim))
        .With(await ListAsync("apps-v1.deployments", _projections.Deployment))
        .With(await ListAsync("apps-v1.replicasets", _projections.ReplicaSet))
        .With(await ListAsync("apps-v1.statefulsets", _projections.StatefulSet))
        .With(await ListAsync("apps-v1.daemonsets", _projections.DaemonSet))
        .With(await ListAsync("batch-v1.jobs", _projections.Job))
        .With(await ListAsync("batch-v1.cronjobs", _projections.CronJob))
        .With(await ListAsync("autoscaling-v2.horizontalpodautoscalers", _projections.HorizontalPodAutoscaler));

    private static async Task<ResourceSnapshot<T>> ListAsync<T>(string list, ResourceProjector<T> projector)
        where T : class
    {
        await using var file = File.OpenRead(Path.Combine(Repository.Fixtures, "kubernetes", "lists", list + ".json"));
        return await ResourceSnapshot.FromListAsync(file, projector);
    }

    private static T Decode<T>(ResourceProjector<T> projector, JsonObject item, Action<JsonObject>? change)
        where T : class
    {
        change?.Invoke(item);
        return projector(System.Text.Encoding.UTF8.GetBytes(item.ToJsonString())) ?? throw new InvalidOperationException("The test object does not decode.");
    }
}
