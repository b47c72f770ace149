using Hex.Testing.Otlp.Ledger;

namespace Hex.Testing.Otlp.Wire;

/// <summary>
/// Counts the points of an ExportMetricsServiceRequest without building an object:
/// request 1 → ResourceMetrics 2 → ScopeMetrics 2 → Metric {5 gauge, 7 sum, 9 histogram} 1 → point.
/// </summary>
internal static class MetricsWalk
{
    public static void Count(ReadOnlySpan<byte> request, BatchTally tally)
    {
        var top = new WireReader(request);
        while (top.Next())
        {
            if (top.Field != 1)
                continue;
            var resource = new WireReader(top.Bytes);
            while (resource.Next())
            {
                if (resource.Field != 2)
                    continue;
                var scope = new WireReader(resource.Bytes);
                while (scope.Next())
                {
                    if (scope.Field == 2)
                        tally.MetricPoints += Points(scope.Bytes);
                }
            }
        }
    }

    private static long Points(ReadOnlySpan<byte> metric)
    {
        var points = 0L;
        var fields = new WireReader(metric);
        while (fields.Next())
        {
            if (fields.Field is not (5 or 7 or 9))
                continue;
            var data = new WireReader(fields.Bytes);
            while (data.Next())
            {
                if (data is { Field: 1, IsBytes: true })
                    points++;
            }
        }

        return points;
    }
}
