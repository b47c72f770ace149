using System.Globalization;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Json;

/// <summary>What the server itself writes into metadata when an object is created or updated.</summary>
internal static class ObjectMetadata
{
    // meta/v1 ObjectMeta, in the order the server writes it.
    private static readonly string[] Order =
    [
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
    ];

    /// <summary>The key an object asks for.</summary>
    /// <exception cref="ArgumentException">There is no name, or a namespace where none belongs or the other way round.</exception>
    public static ObjectKey KeyOf(ApiResource resource, JsonObject json)
    {
        var metadata = json["metadata"] as JsonObject;
        var name = Text(metadata, "name");
        var ns = Text(metadata, "namespace");
        if (name.Length == 0)
            throw new ArgumentException($"{resource.Kind} without metadata.name", nameof(json));
        if (resource.Namespaced != ns.Length > 0)
            throw new ArgumentException($"{resource.Kind} '{name}' must {(resource.Namespaced ? "" : "not ")}have a metadata.namespace", nameof(json));
        return new(ns, name);
    }

    public static byte[] ForCreate(JsonObject json, long revision, TimeProvider clock)
    {
        var metadata = (JsonObject)json["metadata"]!.DeepClone();
        if (Text(metadata, "uid").Length == 0)
            metadata["uid"] = Guid.NewGuid().ToString();
        if (Text(metadata, "creationTimestamp").Length == 0)
            metadata["creationTimestamp"] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Serialize(json, metadata, revision);
    }

    public static byte[] ForUpdate(JsonObject json, JsonObject before, long revision)
    {
        var metadata = (JsonObject)json["metadata"]!.DeepClone();
        if (before["metadata"]!["generation"] is { } generation && !JsonNode.DeepEquals(json["spec"], before["spec"]))
            metadata["generation"] = generation.GetValue<long>() + 1;
        foreach (var kept in (string[])["name", "namespace", "uid", "creationTimestamp"])
        {
            if (before["metadata"]![kept] is { } value)
                metadata[kept] = value.DeepClone();
        }

        return Serialize(json, metadata, revision);
    }

    public static string Text(JsonObject? parent, string name) => parent?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static byte[] Serialize(JsonObject json, JsonObject metadata, long revision)
    {
        metadata["resourceVersion"] = revision.ToString();
        var ordered = new JsonObject();
        foreach (var (name, value) in metadata.OrderBy(m => Array.IndexOf(Order, m.Key) is >= 0 and var at ? at : Order.Length))
            ordered.Add(name, value?.DeepClone());
        var stored = new JsonObject { ["metadata"] = ordered };
        foreach (var (name, value) in json)
        {
            if (name is not ("metadata" or "kind" or "apiVersion"))
                stored.Add(name, value?.DeepClone());
        }

        return GoJson.Serialize(stored);
    }
}
