using System.Runtime.InteropServices;

namespace Hex.Telemetry;

/// <summary>Which series of a resource: two references, 16 bytes.</summary>
internal readonly record struct Series(Instrument Instrument, AttributeSet Attributes);

/// <summary>
/// Remembers which series a collector wrote in its last cycle, and ends those it no longer writes with one point without a value.
/// <para>A resource's series are one array, written anew only when the sequence changed: a collector writes the same sequence cycle after cycle.</para>
/// </summary>
internal sealed class SeriesTracker
{
    private readonly Dictionary<Resource, Cycles> _resources = [];
    private readonly HashSet<(Resource, Series)> _endedByCollector = [];
    private readonly List<Series> _scratch = [];

    /// <summary>How many series are remembered.</summary>
    public int Count => _resources.Values.Sum(cycles => cycles.Previous?.Length ?? 0);

    /// <summary>Notes the series of a batch, before it is handed on.</summary>
    public void Observe(MetricBatch batch)
    {
        Resource? resource = null;
        foreach (ref readonly var point in batch)
        {
            if (!ReferenceEquals(point.Resource, resource))
            {
                Keep(resource);
                resource = point.Resource;
            }

            var series = new Series(point.Instrument, point.Attributes);
            if (point.Value.HasValue)
            {
                _scratch.Add(series);
            }
            else
            {
                _endedByCollector.Add((point.Resource, series));
            }
        }

        Keep(resource);
    }

    /// <summary>The cycle succeeded: writes an end for every series that was in the last one and not in this.</summary>
    /// <param name="timeUnixNano">The time of the collection.</param>
    /// <param name="onBatch">Receives, and from then on owns, the batches of ends; null to write none.</param>
    public void Complete(long timeUnixNano, Action<MetricBatch>? onBatch)
    {
        MetricBatch? batch = null;
        foreach (var (resource, cycles) in _resources)
        {
            if (cycles.Previous is { } previous && onBatch is not null && !ReferenceEquals(previous, cycles.Current))
            {
                foreach (var series in Missing(previous, cycles.Current ?? []))
                {
                    if (_endedByCollector.Contains((resource, series)))
                    {
                        continue;
                    }

                    batch ??= new MetricBatch(MetricWriter.DefaultBatchPoints);
                    batch.Add(new MetricPoint(resource, series.Instrument, series.Attributes, MetricValue.None, timeUnixNano, 0));
                    if (batch.Count == MetricWriter.DefaultBatchPoints)
                    {
                        onBatch(batch);
                        batch = null;
                    }
                }
            }

            Turn(resource, cycles.Current);
        }

        if (batch is not null)
        {
            onBatch!(batch);
        }

        _endedByCollector.Clear();
    }

    /// <summary>The cycle failed: what it wrote is remembered beside what the last one did.</summary>
    public void Fail()
    {
        foreach (var (resource, cycles) in _resources)
        {
            Turn(resource, cycles switch
            {
                { Current: null } => cycles.Previous,
                { Previous: null } => cycles.Current,
                _ => ReferenceEquals(cycles.Previous, cycles.Current) ? cycles.Current : [.. cycles.Current, .. Missing(cycles.Previous, cycles.Current)],
            });
        }

        _endedByCollector.Clear();
    }

    private static IEnumerable<Series> Missing(Series[] previous, Series[] current)
    {
        if (current.Length == 0)
        {
            return previous;
        }

        var known = new HashSet<Series>(current);
        return previous.Where(series => !known.Contains(series));
    }

    /// <summary>Keeps the gathered series of a resource: the last cycle's array if it is the same sequence.</summary>
    private void Keep(Resource? resource)
    {
        if (resource is null || _scratch.Count == 0)
        {
            return;
        }

        var gathered = CollectionsMarshal.AsSpan(_scratch);
        ref var cycles = ref CollectionsMarshal.GetValueRefOrAddDefault(_resources, resource, out _);
        cycles.Current = cycles.Current is { } before ? [.. before, .. gathered]
            : gathered.SequenceEqual(cycles.Previous) ? cycles.Previous
            : gathered.ToArray();

        // A resource over two batches: the whole may be the last cycle's sequence again.
        if (!ReferenceEquals(cycles.Current, cycles.Previous) && cycles.Current.AsSpan().SequenceEqual(cycles.Previous))
        {
            cycles.Current = cycles.Previous;
        }

        _scratch.Clear();
    }

    private void Turn(Resource resource, Series[]? series)
    {
        // Changing a value or removing a key does not disturb the enumeration.
        if (series is null)
        {
            _resources.Remove(resource);
        }
        else
        {
            CollectionsMarshal.GetValueRefOrNullRef(_resources, resource) = new Cycles { Previous = series };
        }
    }

    private struct Cycles
    {
        public Series[]? Previous;
        public Series[]? Current;
    }
}
