using System.Text;

namespace Hex.Collectors.Host;

/// <summary>The processes that use most, out of all there are.</summary>
internal sealed class TopProcesses(int count)
{
    private readonly Dictionary<int, ProcessRow> _rows = [];
    private readonly ProcessRow?[] _top = new ProcessRow?[count];
    private int _filled;
    private long _cycle;

    /// <summary>The first, the next, ….</summary>
    public ReadOnlySpan<ProcessRow?> Top => _top.AsSpan(0, _filled);

    public void Begin()
    {
        _cycle++;
        _filled = 0;
        Array.Clear(_top);
    }

    public void Observe(int pid, ProcessStatus status)
    {
        if (!_rows.TryGetValue(pid, out var row) || row.StartTicks != status.StartTicks)
        {
            _rows[pid] = row = new ProcessRow(pid, status.StartTicks, Encoding.UTF8.GetString(status.Name));
        }

        row.Observe(status, _cycle);
        if (_filled < _top.Length)
        {
            _filled++;
        }
        else if (!row.IsBefore(_top[^1]!))
        {
            return;
        }

        var place = _filled - 1;
        for (; place > 0 && row.IsBefore(_top[place - 1]!); place--)
        {
            _top[place] = _top[place - 1];
        }

        _top[place] = row;
    }

    /// <summary>Forgets the processes that have ended.</summary>
    public void End()
    {
        foreach (var (pid, row) in _rows)
        {
            if (row.Cycle != _cycle)
            {
                _rows.Remove(pid);
            }
        }
    }
}
