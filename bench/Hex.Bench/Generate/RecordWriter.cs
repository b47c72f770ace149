namespace Hex.Bench.Generate;

/// <summary>Writes records as CRI log lines, <c>time stream tag content\n</c>, and counts what it wrote.</summary>
public sealed class RecordWriter(ulong seed)
{
    /// <summary>Bytes that any record fits in, with the line heads of its parts.</summary>
    public const int LongestRecordBytes = RecordBody.LongestBytes + 4 * 64;

    // One in 300 records is long and has 3 parts on average: 1 % of the lines are parts.
    private const int OneLongIn = 300;
    private const int StderrPercent = 15;

    private readonly Filler _filler = new(seed);
    private readonly CriClock _clock = new();
    private readonly byte[] _body = new byte[RecordBody.LongestBytes];
    private readonly SeededRandom _random = new(seed);

    /// <summary>What was written so far.</summary>
    public WrittenCounts Counts { get; private set; }

    /// <summary>Writes the next record; its id is the number of records written before.</summary>
    /// <param name="destination">At least <see cref="LongestRecordBytes"/>.</param>
    /// <param name="unixNano">Its time stamp.</param>
    /// <returns>How many bytes it took.</returns>
    public int Write(Span<byte> destination, long unixNano)
    {
        var id = Counts.Records;
        var isLong = _random.Below(OneLongIn) == 0;
        var stream = _random.Below(100) < StderrPercent ? " stderr "u8 : " stdout "u8;
        var length = isLong
            ? RecordBody.WriteLong(_body, id, _random, _filler)
            : RecordBody.WriteShort(_body, id, _random, _filler);
        var to = new Utf8Cursor(destination);
        var lines = 0;
        for (var rest = _body.AsSpan(0, length); lines == 0 || rest.Length > 0; lines++)
        {
            var part = rest[..Math.Min(rest.Length, RecordBody.PartBytes)];
            rest = rest[part.Length..];
            _clock.Write(ref to, unixNano + lines);
            to.Text(stream);
            to.Text(rest.Length > 0 ? "P "u8 : "F "u8);
            to.Text(part);
            to.Text("\n"u8);
        }

        Counts = Counts.Plus(lines, length, to.Length);
        return to.Length;
    }
}
