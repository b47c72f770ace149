using Hex.Telemetry;

namespace Hex.Dedup;

/// <summary>
/// Remembers the latest record ids (<c>log.record.uid</c>), for a receiver that wants each record once. A fixed table of about 28 bytes per id; over
/// its capacity the oldest id is forgotten. Not thread-safe.
/// </summary>
public sealed class SeenRecords
{
    // Open addressing with linear probing over indices into the ring, at most half full; an index is stored plus one, 0 is free.
    private readonly Id128[] _ring;
    private readonly int[] _table;
    private readonly int _mask;
    private int _next;

    /// <summary>Makes room for so many ids.</summary>
    /// <param name="capacity">1 to 2²⁹: choose what arrives within the time in which repeats may come.</param>
    public SeenRecords(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 29);
        _ring = new Id128[capacity];
        _table = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        _mask = _table.Length - 1;
    }

    /// <summary>How many ids are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an id.</summary>
    /// <returns>False when it was seen before: the record is a repeat. An id that is none (all zero) is never a repeat and not remembered.</returns>
    public bool Add(Id128 id)
    {
        if (id.IsNone)
        {
            return true;
        }

        if (_table[Find(id)] != 0)
        {
            return false;
        }

        if (Count == _ring.Length)
        {
            Remove(_ring[_next]);
        }
        else
        {
            Count++;
        }

        _ring[_next] = id;
        _table[Find(id)] = _next + 1;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        return true;
    }

    /// <summary>Whether an id is remembered.</summary>
    public bool Contains(Id128 id) => !id.IsNone && _table[Find(id)] != 0;

    /// <summary>The slot of an id, or the free one where it belongs.</summary>
    private int Find(Id128 id)
    {
        var slot = Home(id);
        while (_table[slot] != 0 && _ring[_table[slot] - 1] != id)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    // Without tombstones: what follows in the run moves up, unless it stands at or behind its home already.
    private void Remove(Id128 id)
    {
        var hole = Find(id);
        for (var slot = (hole + 1) & _mask; _table[slot] != 0; slot = (slot + 1) & _mask)
        {
            var home = Home(_ring[_table[slot] - 1]);
            if (((slot - home) & _mask) >= ((slot - hole) & _mask))
            {
                _table[hole] = _table[slot];
                hole = slot;
            }
        }

        _table[hole] = 0;
    }

    // Ids are not always random: those of a file share their beginning and grow by small steps.
    private int Home(Id128 id)
    {
        var mixed = (id.High * 0x9E3779B97F4A7C15) ^ (id.Low * 0xC2B2AE3D27D4EB4F);
        mixed ^= mixed >> 29;
        return (int)((mixed * 0x165667B19E3779F9) >> 33) & _mask;
    }
}
