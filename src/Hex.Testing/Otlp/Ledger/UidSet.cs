using System.Numerics;

namespace Hex.Testing.Otlp.Ledger;

/// <summary>
/// A set of 128-bit record ids: open addressing in one array of 16 bytes per slot, at most three quarters full (16 to 43 bytes per id). Zero marks
/// an empty slot and is kept apart. Not thread safe.
/// </summary>
internal sealed class UidSet
{
    private UInt128[] _slots = new UInt128[1024];
    private int _used;
    private bool _hasZero;

    public long Count => _used + (_hasZero ? 1 : 0);

    /// <summary>The most slots in a row that are taken, around which a search must go.</summary>
    internal int LongestRun
    {
        get
        {
            var longest = 0;
            var run = 0;
            foreach (var slot in _slots)
            {
                run = slot == UInt128.Zero ? 0 : run + 1;
                longest = Math.Max(longest, run);
            }

            return longest;
        }
    }

    /// <summary>False if it was there.</summary>
    public bool Add(UInt128 id)
    {
        if (id == UInt128.Zero)
        {
            var isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        if (_used >= _slots.Length / 4 * 3)
            Grow();
        if (!Place(_slots, id))
            return false;
        _used++;
        return true;
    }

    private static bool Place(UInt128[] slots, UInt128 id)
    {
        var mask = slots.Length - 1;
        var mixed = (((ulong)id * 0x9E3779B97F4A7C15UL) ^ BitOperations.RotateLeft((ulong)(id >> 64) * 0xC2B2AE3D27D4EB4FUL, 29)) * 0x9E3779B97F4A7C15UL;
        for (var at = (int)(mixed >> 33) & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == id)
                return false;
            if (slots[at] != UInt128.Zero)
                continue;
            slots[at] = id;
            return true;
        }
    }

    private void Grow()
    {
        var larger = new UInt128[_slots.Length * 2];
        foreach (var id in _slots)
        {
            if (id != UInt128.Zero)
                Place(larger, id);
        }

        _slots = larger;
    }
}
