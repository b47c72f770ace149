using System.Runtime.InteropServices;

namespace Hex.Telemetry;

/// <summary>
/// Remembers which series a collector wrote in its last cycle, and ends those it no longer writes with one point without a value.
/// <para>A resource's sequence is made anew only when it changed: a collector writes the same one cycle after cycle.</para>
/// </summary>
internal sealed class SeriesTracker
{
    private readonly Dictionary<Resource, Cycles> _resources = [];
    private readonly HashSet<(Resource, Series)> _endedByCollector = [];
    private readonly SeriesShapes _shapes = new();
    private readonly List<Series> _scratch = [];

    /// <summary>How many series are remembered.</summary>
    public int Count => _resources.Values.Sum(cycles => cycles.Previous.Count);

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
            if (onBatch is not null && !cycles.Previous.IsSame(cycles.Current))
            {
                foreach (var series in Missing(cycles.Previous, cycles.Current))
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
            var missing = Missing(cycles.Previous, cycles.Current);
            Turn(resource, cycles.Current.Count == 0 ? cycles.Previous
                : missing.Count == 0 ? cycles.Current
                : _shapes.Share([.. All(cycles.Current), .. missing]));
        }

        _endedByCollector.Clear();
    }

    private static List<Series> Missing(SeriesSequence previous, SeriesSequence current)
    {
        if (previous.IsSame(current))
        {
            return [];
        }

        var missing = All(previous);
        var known = new HashSet<Series>(All(current));
        missing.RemoveAll(known.Contains);
        return missing;
    }

    private static List<Series> All(SeriesSequence sequence)
    {
        var all = new List<Series>(sequence.Count);
        for (var i = 0; i < sequence.Count; i++)
        {
            all.Add(sequence[i]);
        }

        return all;
    }

    /// <summary>Keeps the gathered series of a resource: the last cycle's sequence if it is the same.</summary>
    private void Keep(Resource? resource)
    {
        if (resource is null || _scratch.Count == 0)
        {
            return;
        }

        ref var cycles = ref CollectionsMarshal.GetValueRefOrAddDefault(_resources, resource, out _);

        // A resource over two batches: the whole may be the last cycle's sequence.
        if (cycles.Current.Count > 0)
        {
            _scratch.InsertRange(0, All(cycles.Current));
        }

        var gathered = CollectionsMarshal.AsSpan(_scratch);
        cycles.Current = cycles.Previous.Equals(gathered) ? cycles.Previous : _shapes.Share(gathered);
        _scratch.Clear();
    }

    private void Turn(Resource resource, SeriesSequence series)
    {
        // Changing a value or removing a key does not disturb the enumeration.
        if (series.Count == 0)
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
        public SeriesSequence Previous;
        public SeriesSequence Current;
    }
}
