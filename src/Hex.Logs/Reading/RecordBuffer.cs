using System.Buffers;
using Hex.Logs.Files;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>A record in the making, of several physical lines. Its bytes count into the budget until they are taken.</summary>
internal sealed class RecordBuffer
{
    // A first piece as long as a runtime's longest part has others behind it: room for a few at once saves copying them again and again.
    private const int LongPiece = 8 * 1024;
    private const int PiecesAtOnce = 4;

    private byte[] _bytes = [];

    /// <summary>True from the first piece to the last.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Where the record starts in <see cref="Origin"/> (uncompressed).</summary>
    public long Start { get; private set; }

    /// <summary>The file the record starts in; another than the one being read when a rotation fell between its parts.</summary>
    public LogFile? Origin => Files.Count == 0 ? null : Files[0];

    /// <summary>The files the record runs through so far: all but the first from their beginning.</summary>
    public List<LogFile> Files { get; } = new(1);

    public long TimeUnixNano { get; private set; }

    public long OpenedAt { get; private set; }

    public int Length { get; private set; }

    public LogRecordMarks Marks { get; private set; }

    /// <summary>True when the record went out cut and the rest of the line is to be skipped.</summary>
    public bool IsSkipping { get; private set; }

    public void Open(LogFile origin, long start, long timeUnixNano, long timestamp)
    {
        IsOpen = true;
        IsSkipping = false;
        Files.Clear();
        Files.Add(origin);
        Start = start;
        TimeUnixNano = timeUnixNano;
        OpenedAt = timestamp;
        Length = 0;
        Marks = LogRecordMarks.None;
    }

    /// <summary>Adds bytes up to a limit.</summary>
    /// <returns>False when the limit cut them.</returns>
    public bool Append(ReadOnlySpan<byte> piece, int limit, ByteBudget budget)
    {
        var room = Math.Max(0, limit - Length);
        var cut = piece.Length > room;
        if (cut)
        {
            piece = piece[..room];
            Marks |= LogRecordMarks.Truncated;
        }

        if (Length + piece.Length > _bytes.Length)
        {
            var likely = piece.Length < LongPiece ? _bytes.Length * 2 : Math.Max(_bytes.Length * 2, PiecesAtOnce * piece.Length);
            Grow(Math.Max(Length + piece.Length, Math.Min(likely, limit)), budget);
        }

        piece.CopyTo(_bytes.AsSpan(Length));
        Length += piece.Length;
        return !cut;
    }

    /// <summary>Hands the bytes over to a batch; the budget goes with them.</summary>
    public byte[] Take()
    {
        var bytes = _bytes;
        _bytes = [];
        return bytes;
    }

    /// <summary>The record went out; what still comes of its line is skipped.</summary>
    public void SkipRest() => IsSkipping = true;

    public void Close()
    {
        IsOpen = false;
        IsSkipping = false;
        Files.Clear();
    }

    /// <summary>Drops what is there.</summary>
    public void Discard(ByteBudget budget)
    {
        Close();
        Length = 0;
        if (_bytes.Length > 0)
        {
            budget.Return(_bytes.Length);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    /// <summary>The record goes on in another file.</summary>
    public void CarryOver(LogFile file)
    {
        if (IsOpen)
        {
            Files.Add(file);
        }
    }

    /// <summary>How far a file may count as done while this is open: up to where the record is in it.</summary>
    public long Bound(LogFile file, long offset) =>
        !IsOpen || !Files.Contains(file) ? offset : ReferenceEquals(file, Files[0]) ? Math.Min(offset, Start) : 0;

    private void Grow(int size, ByteBudget budget)
    {
        var grown = ArrayPool<byte>.Shared.Rent(size);
        budget.Take(grown.Length);
        _bytes.AsSpan(0, Length).CopyTo(grown);
        if (_bytes.Length > 0)
        {
            budget.Return(_bytes.Length);
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = grown;
    }
}
