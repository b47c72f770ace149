using System.Text.Json.Nodes;

namespace Quickstart.World.Manifests;

/// <summary>A machine as a Node object.</summary>
internal static class NodeManifest
{
    public static JsonObject Of(Machine machine, DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = machine.Name,
            ["uid"] = machine.Uid,
            ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = machine.Name, ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = "amd64" },
        },
        ["spec"] = new JsonObject(),
        ["status"] = Status(machine, now),
    };

    public static JsonObject Status(Machine machine, DateTimeOffset now) => new()
    {
        ["capacity"] = Amounts(Machine.MemoryMiB),
        ["allocatable"] = Amounts(Machine.MemoryMiB - 512),
        ["conditions"] = new JsonArray(
            Condition(machine, "MemoryPressure", "False", now),
            Condition(machine, "DiskPressure", "False", now),
            Condition(machine, "Ready", "True", now)),
        ["nodeInfo"] = new JsonObject { ["kubeletVersion"] = "v1.36.2", ["operatingSystem"] = "linux", ["architecture"] = "amd64" },
    };

    private static JsonObject Amounts(int memory) => new()
    {
        ["cpu"] = $"{Machine.Cores}",
        ["memory"] = $"{memory}Mi",
        ["ephemeral-storage"] = "100Gi",
        ["pods"] = "110",
    };

    /// <summary>When a kubelet is silent, the node controller sets all of its conditions to Unknown.</summary>
    private static JsonObject Condition(Machine machine, string type, string status, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = machine.IsAway ? "Unknown" : status,
        ["lastHeartbeatTime"] = Moment.Text(machine.AwaySince ?? now),
        ["lastTransitionTime"] = Moment.Text(machine.AwaySince ?? now),
        ["reason"] = machine.IsAway ? "NodeStatusUnknown" : "KubeletReady",
    };
}
