namespace Hex.Telemetry;

/// <summary>Gives the same <see cref="AttributeSet"/> for equal attributes, without an allocation when it is known already. Kept per collector across cycles.</summary>
internal sealed class AttributeInterner
{
    // State-set labels number in the hundreds; container.info labels come and go with containers. Over the limit the table starts anew.
    private const int Limit = 65_536;
    private readonly Dictionary<int, List<AttributeSet>> _sets = [];
    private int _count;

    public AttributeSet Get(ReadOnlySpan<TelemetryAttribute> attributes)
    {
        if (attributes.IsEmpty)
        {
            return AttributeSet.Empty;
        }

        var hash = default(HashCode);
        foreach (ref readonly var attribute in attributes)
        {
            hash.Add(attribute);
        }

        // Keyed by the attributes as given: the same place in a collector gives the same order.
        var key = hash.ToHashCode();
        if (_sets.TryGetValue(key, out var bucket))
        {
            foreach (var known in bucket)
            {
                if (SameItems(known.Items, attributes))
                {
                    return known;
                }
            }
        }
        else
        {
            _sets.Add(key, bucket = new List<AttributeSet>(1));
        }

        if (++_count > Limit)
        {
            _sets.Clear();
            _count = 1;
            _sets.Add(key, bucket = new List<AttributeSet>(1));
        }

        var set = AttributeSet.Create(attributes);
        bucket.Add(set);
        return set;
    }

    private static bool SameItems(ReadOnlySpan<TelemetryAttribute> sorted, ReadOnlySpan<TelemetryAttribute> given)
    {
        if (sorted.Length != given.Length)
        {
            return false;
        }

        foreach (ref readonly var item in given)
        {
            var found = false;
            foreach (ref readonly var other in sorted)
            {
                if (string.Equals(other.Key, item.Key, StringComparison.Ordinal))
                {
                    found = other.Value == item.Value;
                    break;
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }
}
