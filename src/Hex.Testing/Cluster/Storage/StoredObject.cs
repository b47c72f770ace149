using Hex.Testing.Cluster.Selectors;

namespace Hex.Testing.Cluster.Storage;

/// <summary>
/// One version of one object. Versions of a key form a chain, newest first; a delete is a version too, holding the object's
/// last state under the revision of the delete. A version is also the change that made it.
/// </summary>
internal sealed class StoredObject(ObjectKey key, long revision, byte[] json, bool deleted, StoredObject? previous)
{
    private string?[]? _fields;

    public ObjectKey Key { get; } = key;

    public long Revision { get; } = revision;

    /// <summary>Stored form, see ObjectJson; never changed.</summary>
    public byte[] Json { get; } = json;

    public bool Deleted { get; } = deleted;

    /// <summary>The version before, null once history was cut here.</summary>
    public StoredObject? Previous { get; private set; } = previous;

    public bool Created => !Deleted && (Previous is null || Previous.Deleted);

    /// <summary>A selectable field of the resource, read from the JSON at the first question for it.</summary>
    public string Field(ApiResource resource, int index)
    {
        var fields = _fields ??= new string?[resource.SelectableFields.Count];
        return fields[index] ??= FieldPath.Read(Json, resource.SelectableFields[index]);
    }

    /// <summary>The version that was current at a revision; null where the key did not exist.</summary>
    public StoredObject? At(long revision)
    {
        var version = this;
        while (version is not null && version.Revision > revision)
            version = version.Previous;
        return version is null || version.Deleted ? null : version;
    }

    public void Forget() => Previous = null;
}
