using Hex.Kubernetes;
using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;

namespace Hex.Collectors.Kubernetes;

/// <summary>Writes the conditions of nodes as full state sets: three points per type, one of them 1. Not thread-safe.</summary>
internal sealed class NodeConditions
{
    private readonly Dictionary<string, (AttributeSet True, AttributeSet False, AttributeSet Unknown)> _types = [];

    public void Write(ResourceMetrics points, ConditionList conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            var condition = conditions[i];
            if (!conditions.TryGet(condition.Type, out var first) || first != condition)
            {
                continue;
            }

            if (SetsOf(condition.Type) is not var (isTrue, isFalse, isUnknown))
            {
                continue;
            }

            points.Record(NodeSignals.ConditionStatus, condition.Status == ConditionStatus.True ? 1L : 0L, isTrue);
            points.Record(NodeSignals.ConditionStatus, condition.Status == ConditionStatus.False ? 1L : 0L, isFalse);
            points.Record(NodeSignals.ConditionStatus, condition.Status == ConditionStatus.Unknown ? 1L : 0L, isUnknown);
        }
    }

    /// <summary>The sets of a type; null over the bound of types.</summary>
    private (AttributeSet True, AttributeSet False, AttributeSet Unknown)? SetsOf(string type)
    {
        if (_types.TryGetValue(type, out var sets))
        {
            return sets;
        }

        return _types.Count >= ValueSets.DefaultCapacity ? null : _types[type] = (Set(type, "true"), Set(type, "false"), Set(type, "unknown"));
    }

    private static AttributeSet Set(string type, string status) => AttributeSet.Create((NodeConditionType.Key, type), (NodeConditionStatus.Key, status));
}
