using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>
/// The attribute sets <c>{key=value}</c> of the values met so far, up to a bound: values are written by whoever may write a status.
/// One per collector; not thread-safe.
/// </summary>
internal sealed class ValueSets(string key, int capacity = ValueSets.DefaultCapacity)
{
    /// <summary>1,000: clusters with every operator there is have some dozens.</summary>
    public const int DefaultCapacity = 1000;

    /// <summary>What stands for every value over the bound (OpenTelemetry's word for it).</summary>
    public const string OtherValue = "_OTHER";

    private readonly Dictionary<string, AttributeSet> _sets = [];
    private readonly AttributeSet _other = AttributeSet.Create((key, OtherValue));

    /// <summary>The set of a value; that of <c>_OTHER</c> over the bound.</summary>
    public AttributeSet Of(string value) => Find(value) ?? _other;

    /// <summary>The set of a value; null over the bound.</summary>
    public AttributeSet? Find(string value)
    {
        if (_sets.TryGetValue(value, out var set))
        {
            return set;
        }

        if (_sets.Count >= capacity)
        {
            return null;
        }

        _sets.Add(value, set = AttributeSet.Create((key, value)));
        return set;
    }
}
