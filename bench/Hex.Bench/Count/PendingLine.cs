using System.Runtime.InteropServices;

namespace Hex.Bench.Count;

/// <summary>The parts of a line seen so far.</summary>
internal sealed class PendingLine(string stream)
{
    private readonly List<byte> _body = [];

    public string Stream { get; } = stream;

    /// <summary>Where its first part is; null when there is none.</summary>
    public LogFile? File { get; private set; }

    public int Lines { get; private set; }

    public byte[] Time { get; private set; } = [];

    public ReadOnlySpan<byte> Body => CollectionsMarshal.AsSpan(_body);

    public void Add(LogFile file, in CriLine line)
    {
        if (Lines++ == 0)
        {
            File = file;
            Time = line.Time.ToArray();
        }

        _body.AddRange(line.Content);
    }

    public void Clear()
    {
        File = null;
        Lines = 0;
        _body.Clear();
    }
}
