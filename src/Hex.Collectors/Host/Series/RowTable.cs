using System.Text;

namespace Hex.Collectors.Host;

/// <summary>What is remembered of a named thing (a disk, an interface) from one collection to the next.</summary>
internal abstract class Row(string name)
{
    public string Name { get; } = name;

    /// <summary>The collection it was last seen in.</summary>
    public long Cycle { get; set; }
}

/// <summary>Rows by name, found by the bytes of a file without making a string. Rows that a collection did not see are forgotten: a device that comes back is a new one.</summary>
internal sealed class RowTable<T>(Func<string, T> create)
    where T : Row
{
    /// <summary>More devices than this are left out.</summary>
    public const int Limit = 4096;

    /// <summary>Linux allows 15 bytes for interfaces, 31 for block devices, 4,095 for paths.</summary>
    private const int LongestName = 4096;

    private readonly Dictionary<string, T> _rows = [];
    private readonly Func<string, T> _create = create;
    private readonly char[] _name = new char[LongestName];
    private long _cycle;

    public int Count => _rows.Count;

    /// <summary>Begins a collection.</summary>
    public void Begin() => _cycle++;

    /// <summary>The row of a name, now seen; null when there are too many, the name is too long, or the collection has seen it already.</summary>
    public T? See(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        // Never more characters than bytes.
        var text = _name.AsSpan(0, Encoding.UTF8.GetChars(name, _name));
        var rows = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!rows.TryGetValue(text, out var row))
        {
            if (_rows.Count >= Limit)
            {
                return null;
            }

            row = _create(text.ToString());
            _rows.Add(row.Name, row);
        }
        else if (row.Cycle == _cycle)
        {
            return null;
        }

        row.Cycle = _cycle;
        return row;
    }

    /// <summary>Ends a collection: forgets the rows it did not see.</summary>
    public void End()
    {
        foreach (var (name, row) in _rows)
        {
            if (row.Cycle != _cycle)
            {
                _rows.Remove(name);
            }
        }
    }
}
