using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster;

/// <summary>What the metrics API answers.</summary>
public enum MetricsApiState
{
    /// <summary>Items.</summary>
    Serving,

    /// <summary>Just after metrics-server started, or with the nodes down: 200 and no items.</summary>
    Empty,

    /// <summary>No metrics-server was ever installed: 404 as plain text.</summary>
    Absent,

    /// <summary>The service refuses connections: 503 as plain text, naming the address.</summary>
    Unreachable,

    /// <summary>The service has been away for longer: 503, <c>service unavailable</c> as plain text.</summary>
    Unavailable,

    /// <summary>403 for every user.</summary>
    Forbidden,
}

/// <summary>The metrics API, <c>metrics.k8s.io/v1beta1</c>, as metrics-server fills it. Thread-safe.</summary>
public sealed class ClusterMetrics
{
    private readonly ConcurrentDictionary<(string Plural, string Path), StoredObject> _fixed = [];

    internal ClusterMetrics()
    {
    }

    /// <summary>What it answers. Default: <see cref="MetricsApiState.Serving"/>.</summary>
    public MetricsApiState State { get; set; }

    /// <summary>
    /// Whether items are made up for every node and running pod of the cluster, with time stamps that follow the clock in steps
    /// of 15 s; otherwise only what <see cref="Set(string, JsonObject)"/> put there is served. Default: true for generated
    /// contents, false for recorded ones.
    /// </summary>
    public bool Live { get; set; }

    /// <summary>Adds or replaces an item that is served while <see cref="Live"/> is false.</summary>
    /// <param name="plural"><c>nodes</c> or <c>pods</c>.</param>
    /// <param name="item">A NodeMetrics or PodMetrics object with metadata.name.</param>
    public void Set(string plural, JsonObject item)
    {
        var key = ObjectMetadata.KeyOf(MetricsResources.Named(plural), item);
        Put(plural, key, ObjectJson.FromNode(item));
    }

    /// <summary>Removes an item.</summary>
    public bool Remove(string plural, string @namespace, string name) => _fixed.TryRemove((plural, new ObjectKey(@namespace, name).Path), out _);

    internal void Put(string plural, ObjectKey key, byte[] json) =>
        _fixed[(plural, key.Path)] = new(key, revision: 0, json, deleted: false, previous: null);

    internal IEnumerable<StoredObject> Fixed(string plural) =>
        _fixed.Where(pair => pair.Key.Plural == plural).OrderBy(pair => pair.Key.Path, StringComparer.Ordinal).Select(pair => pair.Value);
}

/// <summary>The two resources of the metrics API; they are made, not stored.</summary>
internal static class MetricsResources
{
    public const string Group = "metrics.k8s.io";
    public const string Version = "v1beta1";

    public static ApiResource Nodes { get; } = new(Group, Version, "nodes", "NodeMetrics", Namespaced: false);

    public static ApiResource Pods { get; } = new(Group, Version, "pods", "PodMetrics", Namespaced: true);

    public static ApiResource Named(string plural) => plural switch
    {
        "nodes" => Nodes,
        "pods" => Pods,
        _ => throw new ArgumentException($"the metrics API has nodes and pods, not '{plural}'", nameof(plural)),
    };
}
