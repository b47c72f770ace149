using System.Numerics;

namespace Hex.Telemetry;

/// <summary>The ranges of one request that are not settled yet, first things first.</summary>
internal sealed class PendingRanges
{
    private readonly Stack<(int First, int Count)> _ranges = new();
    private int _rejectedUntil;
    private int _splitsLeft;

    public PendingRanges(int first, int count)
    {
        SettledUntil = first;
        _rejectedUntil = first;
        if (count > 0)
        {
            _ranges.Push((first, count));
        }
    }

    /// <summary>Everything before this record is settled.</summary>
    public int SettledUntil { get; private set; }

    public bool TryNext(out (int First, int Count) range) => _ranges.TryPop(out range);

    public void Settle((int First, int Count) range) => SettledUntil = range.First + range.Count;

    public void Again((int First, int Count) range) => _ranges.Push(range);

    public void Split((int First, int Count) range)
    {
        var half = range.Count / 2;
        _ranges.Push((range.First + half, range.Count - half));
        _ranges.Push((range.First, half));
    }

    /// <summary>
    /// Splits a range that holds something the far side refuses. Both halves are sent, so a split costs two requests; log₂ n splits find one bad record among n,
    /// and more are not spent on a refused range and what comes out of it.
    /// </summary>
    public bool TrySplitRejected((int First, int Count) range)
    {
        if (range.First >= _rejectedUntil)
        {
            _rejectedUntil = range.First + range.Count;
            _splitsLeft = BitOperations.Log2((uint)range.Count - 1) + 1;
        }

        if (_splitsLeft == 0)
        {
            return false;
        }

        _splitsLeft--;
        Split(range);
        return true;
    }
}
