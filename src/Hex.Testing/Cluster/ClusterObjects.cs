using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Resources;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster;

/// <summary>
/// The objects of a <see cref="SimulatedCluster"/>, to create, change and delete as its controllers would; every watch sees it.
/// Resources are named <c>plural</c> or <c>plural.group</c>. Thread-safe.
/// </summary>
public sealed class ClusterObjects
{
    private readonly ClusterStore _store;
    private readonly ResourceRegistry _resources;
    private readonly TimeProvider _clock;

    internal ClusterObjects(ClusterStore store, ResourceRegistry resources, TimeProvider clock) =>
        (_store, _resources, _clock) = (store, resources, clock);

    /// <summary>The revision of the newest change in the whole cluster.</summary>
    public long Revision => _store.Revision;

    /// <summary>Number of objects of a resource.</summary>
    public int Count(string resource) => _store.Count(_resources.Named(resource));

    /// <summary>Namespace (empty for cluster-scoped) and name of every object of a resource, in the order of a list.</summary>
    public IReadOnlyList<(string Namespace, string Name)> Names(string resource) =>
        _store.Use(_resources.Named(resource), table => table.From("").Where(o => !o.Deleted).Select(o => (o.Key.Namespace, o.Key.Name)).ToList());

    /// <summary>An object as a GET would answer it, without kind and apiVersion; null when there is none.</summary>
    public JsonObject? Find(string resource, string @namespace, string name)
    {
        var found = _store.Find(_resources.Named(resource), new ObjectKey(@namespace, name).Path);
        return found is null ? null : ObjectJson.ToNode(found.Json);
    }

    /// <summary>The same as UTF-8, as it is stored: one line, without kind and apiVersion.</summary>
    public ReadOnlyMemory<byte>? FindUtf8(string resource, string @namespace, string name) =>
        _store.Find(_resources.Named(resource), new ObjectKey(@namespace, name).Path)?.Json;

    /// <summary>Creates an object; uid, resourceVersion and creationTimestamp are filled in where they are missing.</summary>
    /// <returns>Its resourceVersion.</returns>
    /// <exception cref="ArgumentException">It exists, has no metadata.name, or the text is no JSON object.</exception>
    public long Create(string resource, string json) =>
        Create(resource, JsonNode.Parse(json) as JsonObject ?? throw new ArgumentException("not a JSON object", nameof(json)));

    /// <inheritdoc cref="Create(string, string)"/>
    public long Create(string resource, JsonObject json)
    {
        var type = _resources.Named(resource);
        var key = ObjectMetadata.KeyOf(type, json);
        return _store.Write(type, key, (current, revision) => current is not null
            ? throw new ArgumentException($"{type.QualifiedName} '{key.Path}' exists; use Change", nameof(json))
            : ObjectMetadata.ForCreate(json, revision, _clock))!.Revision;
    }

    /// <summary>Changes an object in place. A changed spec raises metadata.generation where the object has one.</summary>
    /// <returns>Its new resourceVersion.</returns>
    /// <exception cref="KeyNotFoundException">There is no such object.</exception>
    public long Change(string resource, string @namespace, string name, Action<JsonObject> change)
    {
        var type = _resources.Named(resource);
        var key = new ObjectKey(@namespace, name);
        return _store.Write(type, key, (current, revision) =>
        {
            if (current is null)
                throw new KeyNotFoundException($"no {type.QualifiedName} '{key.Path}' to change");
            var node = ObjectJson.ToNode(current.Json);
            change(node);
            return ObjectMetadata.ForUpdate(node, ObjectJson.ToNode(current.Json), revision);
        })!.Revision;
    }

    /// <summary>Deletes an object at once; false when there was none.</summary>
    public bool Delete(string resource, string @namespace, string name) =>
        _store.Delete(_resources.Named(resource), new ObjectKey(@namespace, name).Path) is not null;

    /// <summary>
    /// Repeats one line of a recorded watch under its own resourceVersion, byte for byte; a BOOKMARK moves the cluster's
    /// revision on.
    /// </summary>
    /// <exception cref="ArgumentException">The line is no watch event.</exception>
    public void Replay(string resource, ReadOnlySpan<byte> watchLine)
    {
        var (type, json) = WatchLine.Parse(watchLine);
        if (type == "BOOKMARK")
            _store.Advance(ObjectJson.ReadIdentity(json).Revision);
        else
            _store.Replay(_resources.Named(resource), json, deleted: type == "DELETED");
    }
}
