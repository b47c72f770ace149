using System.Collections;

namespace Hex.Kubernetes;

/// <summary>The labels or annotations kept of an object, shared between objects that carry the same ones. Small: looked up in order.</summary>
public sealed class MetadataValues : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<MetadataValues>
{
    private readonly KeyValuePair<string, string>[] _entries;

    internal MetadataValues(KeyValuePair<string, string>[] entries) => _entries = entries;

    /// <summary>No labels.</summary>
    public static MetadataValues Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _entries[index];

    /// <summary>The value of a key; null when the object does not carry it or it was not asked for.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var entry in _entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public bool Equals(MetadataValues? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetadataValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in _entries)
        {
            hash.Add(entry.Key);
            hash.Add(entry.Value);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();
}
