using System.Collections;

namespace Hex.Kubernetes;

/// <summary>The status of a condition: what metrics send as 1, 0 and −1.</summary>
public enum ConditionStatus : sbyte
{
    /// <summary>Unknown, or a word the API does not have.</summary>
    Unknown = -1,

    /// <summary>False.</summary>
    False = 0,

    /// <summary>True.</summary>
    True = 1,
}

/// <summary>One entry of <c>status.conditions</c>.</summary>
/// <param name="Type">E.g. <c>Ready</c>.</param>
/// <param name="Status">True, false or unknown.</param>
/// <param name="Reason">A word for the cause; null when there is none.</param>
/// <param name="Transitioned">lastTransitionTime.</param>
public readonly record struct Condition(string Type, ConditionStatus Status, string? Reason, Timestamp Transitioned);

/// <summary>The conditions of an object, in the order of the API.</summary>
public sealed class ConditionList : IReadOnlyList<Condition>
{
    private readonly Condition[] _conditions;

    internal ConditionList(Condition[] conditions) => _conditions = conditions;

    /// <summary>No conditions.</summary>
    public static ConditionList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _conditions.Length;

    /// <inheritdoc/>
    public Condition this[int index] => _conditions[index];

    /// <summary>Finds a condition by its type.</summary>
    public bool TryGet(string type, out Condition condition)
    {
        foreach (var candidate in _conditions)
        {
            if (candidate.Type == type)
            {
                condition = candidate;
                return true;
            }
        }

        condition = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<Condition> GetEnumerator() => ((IEnumerable<Condition>)_conditions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _conditions.GetEnumerator();
}
