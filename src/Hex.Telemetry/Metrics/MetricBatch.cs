using System.Buffers;

namespace Hex.Telemetry;

/// <summary>
/// Points in the order they were written, those of one resource together. No object per point: the points live in one pooled array,
/// given back by <see cref="Dispose"/>. Enumerate it with <c>foreach</c>.
/// </summary>
public sealed class MetricBatch : IDisposable
{
    private MetricPoint[] _points;
    private int _count;

    internal MetricBatch(int capacity) => _points = ArrayPool<MetricPoint>.Shared.Rent(capacity);

    /// <summary>How many points there are.</summary>
    public int Count => _count;

    /// <summary>The points.</summary>
    public ReadOnlySpan<MetricPoint> Points => _points.AsSpan(0, _count);

    /// <summary>Lets <c>foreach</c> walk the points without an allocation.</summary>
    public ReadOnlySpan<MetricPoint>.Enumerator GetEnumerator() => Points.GetEnumerator();

    /// <summary>Gives the array back. The batch is empty afterwards.</summary>
    public void Dispose()
    {
        var points = _points;
        _points = [];
        _count = 0;
        if (points.Length > 0)
        {
            ArrayPool<MetricPoint>.Shared.Return(points, clearArray: true);
        }
    }

    internal void Add(in MetricPoint point)
    {
        if (_count == _points.Length)
        {
            var grown = ArrayPool<MetricPoint>.Shared.Rent(Math.Max(64, _points.Length * 2));
            Points.CopyTo(grown);
            if (_points.Length > 0)
            {
                ArrayPool<MetricPoint>.Shared.Return(_points, clearArray: true);
            }

            _points = grown;
        }

        _points[_count++] = point;
    }

    /// <summary>Takes out the notes of series that go on without a point.</summary>
    internal void DropKept()
    {
        var count = 0;
        foreach (ref readonly var point in Points)
        {
            if (!point.Value.IsKept)
            {
                _points[count++] = point;
            }
        }

        _count = count;
    }
}
