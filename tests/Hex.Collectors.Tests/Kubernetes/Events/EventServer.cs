using System.Text.Json.Nodes;
using Hex.Kubernetes;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>A simulated cluster whose events a test makes, bumps and ages.</summary>
internal static class EventServer
{
    public const string ClusterUid = "46f80e4a-ddf7-4294-9940-c3ca8b51b6a9";

    public static Task<SimulatedCluster> StartAsync(ClusterContents? contents = null) =>
        SimulatedCluster.StartAsync(new SimulatedClusterOptions { Contents = contents ?? ClusterContents.Empty });

    public static KubernetesClient Connect(SimulatedCluster server, TimeProvider? time = null) =>
        new(new KubernetesConnection(server.Url) { Tls = new() { CertificateAuthorityPem = server.CertificateAuthorityPem } }.WithToken(server.Token), time);

    public static void Happen(this SimulatedCluster server, string name, Action<JsonObject>? change = null)
    {
        if (server.Objects.Find("events", "default", name) is not null)
        {
            server.Objects.Change("events", "default", name, item => item["count"] = item["count"]!.GetValue<int>() + 1);
            return;
        }

        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var made = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = "default", ["name"] = "p-" + name, ["uid"] = Guid.NewGuid().ToString(), ["apiVersion"] = "v1" },
            ["type"] = "Warning",
            ["reason"] = "BackOff",
            ["message"] = "Back-off restarting failed container",
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
        };
        change?.Invoke(made);
        server.Objects.Create("events", made);
    }

    public static void Age(this SimulatedCluster server, string name) => server.Objects.Delete("events", "default", name);

    /// <summary>What the server holds: UID and count of each event.</summary>
    public static HashSet<(string Uid, long Count)> Held(this SimulatedCluster server) =>
    [
        .. server.Objects.Names("events")
            .Select(name => server.Objects.Find("events", name.Namespace, name.Name)!)
            .Select(item => (item["metadata"]!["uid"]!.GetValue<string>(), RecordedEvents.Occurrences(item))),
    ];
}
