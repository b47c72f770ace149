using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Writes conditions as gauges: 1 true, 0 false, −1 unknown. One per collector and kind; not thread-safe.</summary>
internal sealed class ConditionPoints(MetricSignal signal)
{
    private readonly ValueSets _types = new(signal.Attributes[0].Key);

    public void Write(ResourceMetrics points, ConditionList conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            var condition = conditions[i];

            // A type given twice is one series: the first counts, as for who looks conditions up. Over the bound a type has none:
            // several of them on one object could not share one.
            if (IsFirst(conditions, i) && _types.Find(condition.Type) is { } attributes)
            {
                points.Record(signal, (long)condition.Status, attributes);
            }
        }
    }

    private static bool IsFirst(ConditionList conditions, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (conditions[i].Type == conditions[index].Type)
            {
                return false;
            }
        }

        return true;
    }
}
