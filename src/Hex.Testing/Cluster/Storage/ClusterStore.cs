using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Resources;

namespace Hex.Testing.Cluster.Storage;

/// <summary>All objects under one revision counter, as etcd keeps them. Thread-safe; every read is consistent at one revision.</summary>
internal sealed class ClusterStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ObjectTable> _tables = [];

    public ClusterStore(ResourceRegistry resources, int historyLimit)
    {
        foreach (var resource in resources.All.Where(r => r.ViewOf is null))
            _tables.Add(resource.QualifiedName, new ObjectTable(resource, historyLimit));
    }

    public long Revision { get; private set; }

    /// <summary>Below it etcd's own history is gone: only resources with a watch cache can still answer.</summary>
    public long Compacted { get; private set; }

    /// <summary>Runs a read or a write of one table under the lock.</summary>
    public T Use<T>(ApiResource resource, Func<ObjectTable, T> use)
    {
        lock (_lock)
            return use(_tables[resource.ViewOf ?? resource.QualifiedName]);
    }

    public void Use(ApiResource resource, Action<ObjectTable> use)
    {
        lock (_lock)
            use(_tables[resource.ViewOf ?? resource.QualifiedName]);
    }

    public StoredObject? Find(ApiResource resource, string path) =>
        Use(resource, table => table.Find(path) is { Deleted: false } found ? found : null);

    public int Count(ApiResource resource) => Use(resource, table => table.Count);

    /// <summary>Adds objects without history, at their own revisions, and lifts the store's revision to the given one.</summary>
    public void Load(ApiResource resource, IEnumerable<byte[]> objects, long revision)
    {
        var versions = objects.Select(json =>
        {
            var (ns, name, own) = ObjectJson.ReadIdentity(json);
            return new StoredObject(new ObjectKey(ns, name), own, json, deleted: false, previous: null);
        }).ToList();
        lock (_lock)
        {
            Revision = Math.Max(Revision, revision);
            Compacted = Math.Max(Compacted, revision);
            _tables[resource.QualifiedName].Load(versions, revision);
        }
    }

    /// <summary>
    /// Writes the next version of a key. <paramref name="change"/> gets the current version (null where there is none) and the
    /// revision the new one will have, and answers its stored JSON; null leaves all as it is. What it throws ends the write.
    /// </summary>
    public StoredObject? Write(ApiResource resource, ObjectKey key, Func<StoredObject?, long, byte[]?> change)
    {
        lock (_lock)
        {
            var table = _tables[resource.ViewOf ?? resource.QualifiedName];
            var newest = table.Find(key.Path);
            var current = newest is { Deleted: false } ? newest : null;
            if (change(current, Revision + 1) is not { } json)
                return current;
            var version = new StoredObject(newest?.Key ?? key, ++Revision, json, deleted: false, newest);
            table.Put(version);
            return version;
        }
    }

    /// <summary>Deletes a key; the tombstone holds its last state under the revision of the delete. Null where there was none.</summary>
    public StoredObject? Delete(ApiResource resource, string path, Action<StoredObject>? check = null)
    {
        lock (_lock)
        {
            var table = _tables[resource.ViewOf ?? resource.QualifiedName];
            if (table.Find(path) is not { Deleted: false } current)
                return null;
            check?.Invoke(current);
            var json = ObjectJson.WithRevision(current.Json, ++Revision);
            var tombstone = new StoredObject(current.Key, Revision, json, deleted: true, current);
            table.Put(tombstone);
            return tombstone;
        }
    }

    /// <summary>Repeats a recorded change under its own revision, which must be above every earlier one of the table.</summary>
    public void Replay(ApiResource resource, byte[] json, bool deleted)
    {
        var (ns, name, revision) = ObjectJson.ReadIdentity(json);
        lock (_lock)
        {
            var table = _tables[resource.QualifiedName];
            var key = new ObjectKey(ns, name);
            var newest = table.Find(key.Path);
            Revision = Math.Max(Revision, revision);
            table.Put(new StoredObject(newest?.Key ?? key, revision, json, deleted, newest));
        }
    }

    /// <summary>Moves the revision on without a change, as writes to resources nobody looks at do.</summary>
    public void Advance(long revision)
    {
        lock (_lock)
        {
            Revision = Math.Max(Revision, revision);
            foreach (var table in _tables.Values)
                table.Wake();
        }
    }

    /// <summary>Compacts etcd's history: resources without a watch cache lose what is older.</summary>
    public void Compact(long revision)
    {
        lock (_lock)
        {
            Compacted = Math.Max(Compacted, revision);
            foreach (var table in _tables.Values.Where(t => !t.Resource.WatchCached))
                table.Expire(revision, revision);
        }
    }
}
