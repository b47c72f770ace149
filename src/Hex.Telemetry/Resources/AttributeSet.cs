using System.Diagnostics.CodeAnalysis;

namespace Hex.Telemetry;

/// <summary>
/// An immutable set of attributes, sorted by key (ordinal), one value per key. Where a key is given twice, the later value wins.
/// Sets from one <see cref="ResourcePool"/> or one <see cref="MetricWriter"/> are interned: equal sets are the same object.
/// </summary>
public sealed class AttributeSet : IEquatable<AttributeSet>
{
    /// <summary>The set without attributes.</summary>
    public static readonly AttributeSet Empty = new([], 0);

    // Its own ones, sorted; those of a base besides, unless there is one of the same name here.
    private readonly TelemetryAttribute[] _items;
    private readonly AttributeSet? _base;
    private readonly int _hash;

    private AttributeSet(TelemetryAttribute[] items, int hash, AttributeSet? @base = null)
    {
        _items = items;
        _hash = hash;
        _base = @base;
        MaxEncodedBytes = Bound(items) + (@base?.MaxEncodedBytes ?? 0);
    }

    /// <summary>The attributes, sorted by key. Of a set that was made over another one they are put together each time; <c>foreach</c> over the set itself does not.</summary>
    public ReadOnlySpan<TelemetryAttribute> Items => _base is null ? _items : Sorted([.. _base.Items, .. _items]);

    /// <summary>How many attributes there are.</summary>
    public int Count => _base is null ? _items.Length : Items.Length;

    /// <summary>
    /// At most how many bytes the attributes take in an encoding such as OTLP: three for each UTF-16 unit of keys and texts, and 32 for each attribute and each item of a list.
    /// Known from the start, so that an encoder has its room without looking at them twice.
    /// </summary>
    public int MaxEncodedBytes { get; }

    /// <summary>A text attribute; null when there is none, or when it is no text.</summary>
    public string? this[string key] => TryGet(key, out var value) ? value.AsString : null;

    /// <summary>Makes a set of copies of the given attributes.</summary>
    public static AttributeSet Create(params ReadOnlySpan<TelemetryAttribute> attributes)
    {
        if (attributes.IsEmpty)
        {
            return Empty;
        }

        var items = Sorted(attributes.ToArray());
        return new AttributeSet(items, HashOf(items));
    }

    /// <summary>Makes a set of another one's attributes and further ones, which win over those of the same name. It holds the other set, and no copy of it.</summary>
    internal static AttributeSet Over(AttributeSet @base, params ReadOnlySpan<TelemetryAttribute> attributes)
    {
        // Of a set over a set over a set there would be no end to look for a value.
        var (root, own) = @base._base is { } further
            ? (further, Sorted([.. @base._items, .. attributes]))
            : (@base, Sorted(attributes.ToArray()));
        return new AttributeSet(own, HashOf(Sorted([.. root._items, .. own])), root);
    }

    /// <summary>Walks the attributes, sorted by key, without an allocation.</summary>
    public Enumerator GetEnumerator() => new(_items, _base is null ? [] : _base._items);

    /// <summary>Finds a value by its key.</summary>
    /// <returns>False when the set has no such key.</returns>
    public bool TryGet(string key, out AttributeValue value)
    {
        foreach (ref readonly var item in _items.AsSpan())
        {
            if (string.Equals(item.Key, key, StringComparison.Ordinal))
            {
                value = item.Value;
                return true;
            }
        }

        value = default;
        return _base is not null && _base.TryGet(key, out value);
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] AttributeSet? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Items.SequenceEqual(other.Items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AttributeSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary><c>{a=1, b=2}</c>.</summary>
    public override string ToString() => "{" + string.Join(", ", Items.ToArray()) + "}";

    private static int HashOf(TelemetryAttribute[] items)
    {
        var hash = default(HashCode);
        foreach (ref readonly var item in items.AsSpan())
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    private static int Bound(ReadOnlySpan<TelemetryAttribute> items)
    {
        const int Overhead = 32, BytesPerChar = 3;
        var bound = 0;
        foreach (ref readonly var item in items)
        {
            bound += Overhead + (BytesPerChar * (item.Key.Length + (item.Value.AsString?.Length ?? 0)));
            foreach (var text in item.Value.AsStringArray)
            {
                bound += Overhead + (BytesPerChar * text.Length);
            }
        }

        return bound;
    }

    private static TelemetryAttribute[] Sorted(TelemetryAttribute[] items)
    {
        Sort(items);
        var kept = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (i + 1 == items.Length || !string.Equals(items[i].Key, items[i + 1].Key, StringComparison.Ordinal))
            {
                items[kept++] = items[i];
            }
        }

        if (kept < items.Length)
        {
            Array.Resize(ref items, kept);
        }

        return items;
    }

    // Insertion sort: sets are small, mostly sorted, and it must be stable so that a later duplicate wins.
    private static void Sort(Span<TelemetryAttribute> items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            var item = items[i];
            var j = i - 1;
            for (; j >= 0 && string.CompareOrdinal(items[j].Key, item.Key) > 0; j--)
            {
                items[j + 1] = items[j];
            }

            items[j + 1] = item;
        }
    }

    /// <summary>Walks the attributes of a set, sorted by key.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<TelemetryAttribute> _own;
        private ReadOnlySpan<TelemetryAttribute> _base;
        private ref readonly TelemetryAttribute _current;

        internal Enumerator(ReadOnlySpan<TelemetryAttribute> own, ReadOnlySpan<TelemetryAttribute> @base)
        {
            _own = own;
            _base = @base;
        }

        /// <summary>The attribute it is at.</summary>
        public readonly ref readonly TelemetryAttribute Current => ref _current;

        /// <summary>Goes to the next attribute; false at the end.</summary>
        public bool MoveNext()
        {
            // Below 0 the base's comes first; at 0 the own one takes its place.
            var order = _base.IsEmpty ? 1 : _own.IsEmpty ? -1 : string.CompareOrdinal(_base[0].Key, _own[0].Key);
            if (order > 0 && _own.IsEmpty)
            {
                return false;
            }

            _current = ref order < 0 ? ref _base[0] : ref _own[0];
            _base = order <= 0 ? _base[1..] : _base;
            _own = order >= 0 ? _own[1..] : _own;
            return true;
        }
    }
}
