using System.Text.Json.Nodes;
using Hex.Testing.Cluster;
using Quickstart.World.Manifests;

namespace Quickstart.World;

/// <summary>What an event is about.</summary>
internal sealed record Subject(string Kind, string Namespace, string Name, string Uid)
{
    public static Subject Of(ShopPod pod) => new("Pod", pod.Service.Namespace, pod.Name, pod.Uid);

    public static Subject Of(Machine machine) => new("Node", "", machine.Name, machine.Uid);

    public static Subject Of(Workload workload) => new("Deployment", workload.Service.Namespace, workload.Service.Name, workload.Uid);
}

/// <summary>
/// Records events as client-go does: the same one again raises the count of the one there is. The oldest go, as they do after an hour in a cluster.
/// </summary>
internal sealed class EventRecorder(ClusterObjects objects, TimeProvider time)
{
    private const int Kept = 120;

    private readonly Dictionary<(string Reason, string Message, string Uid), string> _names = [];
    private readonly Queue<(string Namespace, string Name, (string, string, string) Key)> _oldest = [];
    private long _number;

    public void Normal(Subject about, string reason, string message, string component = "kubelet") => Record("Normal", about, reason, message, component);

    public void Warning(Subject about, string reason, string message, string component = "kubelet") => Record("Warning", about, reason, message, component);

    private void Record(string type, Subject about, string reason, string message, string component)
    {
        var ns = about.Namespace.Length == 0 ? "default" : about.Namespace;
        var now = Moment.Text(time.GetUtcNow());
        var key = (reason, message, about.Uid);
        if (_names.TryGetValue(key, out var known))
        {
            objects.Change("events", ns, known, json =>
            {
                json["count"] = (int)json["count"]! + 1;
                json["lastTimestamp"] = now;
            });
            return;
        }

        var name = $"{about.Name}.{++_number:x16}";
        objects.Create("events", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["involvedObject"] = Reference(about),
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["eventTime"] = null,
            ["count"] = 1,
        });
        _names.Add(key, name);
        _oldest.Enqueue((ns, name, key));
        while (_oldest.Count > Kept)
        {
            var (oldNamespace, oldName, oldKey) = _oldest.Dequeue();
            _names.Remove(oldKey);
            objects.Delete("events", oldNamespace, oldName);
        }
    }

    private static JsonObject Reference(Subject about) => new()
    {
        ["kind"] = about.Kind,
        ["apiVersion"] = about.Kind == "Deployment" ? "apps/v1" : "v1",
        ["namespace"] = about.Namespace,
        ["name"] = about.Name,
        ["uid"] = about.Uid,
    };
}
