using System.Buffers;
using System.Runtime.CompilerServices;

namespace Hex.Export.Otlp;

/// <summary>A run of records with one header: where it begins and what stands in front of it.</summary>
/// <param name="FirstRecord">Number of its first record.</param>
/// <param name="Start">Where its first record begins in the body.</param>
/// <param name="Resource">The header of its resource.</param>
internal readonly record struct RecordRun(int FirstRecord, int Start, ResourceHeader Resource);

/// <summary>Where each record of a body ends and which headers it stands under, so that any range of records can be sent again on its own.</summary>
internal sealed class RecordRanges : IDisposable
{
    private readonly List<RecordRun> _runs = [];
    private int[] _ends = ArrayPool<int>.Shared.Rent(256);

    public int Count { get; private set; }

    public long Bytes => _ends.Length * sizeof(int);

    /// <summary>The records from here on stand under new headers.</summary>
    public void Run(int start, ResourceHeader resource) => _runs.Add(new RecordRun(Count, start, resource));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int end)
    {
        if (Count == _ends.Length)
            Grow();
        _ends[Count++] = end;
    }

    /// <summary>Bytes of a range when sent alone, without the gRPC prefix.</summary>
    public long SizeOf(int first, int count)
    {
        long size = 0;
        ResourceHeader? open = null;
        for (var i = RunOf(first); i < _runs.Count && _runs[i].FirstRecord < first + count; i++)
        {
            var run = _runs[i];
            size += ReferenceEquals(open, run.Resource) ? 0 : run.Resource.Bytes.Length;
            open = run.Resource;
            var (start, end) = Bounds(i, first, count);
            size += end - start;
        }
        return size;
    }

    /// <summary>Writes a range to another body, under its headers.</summary>
    public void CopyTo(OtlpBody to, ReadOnlySpan<byte> body, int first, int count)
    {
        for (var i = RunOf(first); i < _runs.Count && _runs[i].FirstRecord < first + count; i++)
        {
            var run = _runs[i];
            if (!to.IsOpen(run.Resource))
                to.Open(run.Resource);
            var (start, end) = Bounds(i, first, count);
            to.Append(body[start..end]);
        }
    }

    /// <summary>Where a record begins and ends in the body.</summary>
    public (int Start, int End) Of(int index)
    {
        var run = _runs[RunOf(index)];
        return (index == run.FirstRecord ? run.Start : _ends[index - 1], _ends[index]);
    }

    /// <summary>A record has become shorter by so many bytes, and everything after it has moved.</summary>
    public void Shrink(int index, int by)
    {
        for (var i = index; i < Count; i++)
            _ends[i] -= by;
        for (var i = RunOf(index) + 1; i < _runs.Count; i++)
            _runs[i] = _runs[i] with { Start = _runs[i].Start - by };
    }

    public void Dispose()
    {
        var ends = _ends;
        _ends = [];
        if (ends.Length > 0)
            ArrayPool<int>.Shared.Return(ends);
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_ends.Length * 2);
        _ends.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(_ends);
        _ends = larger;
    }

    private (int Start, int End) Bounds(int runIndex, int first, int count)
    {
        var run = _runs[runIndex];
        var next = runIndex + 1 < _runs.Count ? _runs[runIndex + 1].FirstRecord : Count;
        var start = first > run.FirstRecord ? _ends[first - 1] : run.Start;
        return (start, _ends[Math.Min(first + count, next) - 1]);
    }

    private int RunOf(int record)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].FirstRecord <= record)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
