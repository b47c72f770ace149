namespace Hex.Bench.Generate;

/// <summary>
/// Bodies of records. Each holds its record's id, <c>r</c> and ten digits, where <see cref="IdOf"/> finds it:
/// <code>
/// json   {"id":"rNNNNNNNNNN",...}
/// logfmt id=rNNNNNNNNNN ...
/// plain  rNNNNNNNNNN ...
/// long   rNNNNNNNNNN long=LLLLLLLL ... rNNNNNNNNNN     L is the body's length
/// </code>
/// </summary>
public static class RecordBody
{
    /// <summary>Bytes that the longest body needs: four parts.</summary>
    public const int LongestBytes = 4 * PartBytes;

    /// <summary>Where a container runtime cuts a line.</summary>
    public const int PartBytes = 16 << 10;

    private static ReadOnlySpan<byte> LongMark => " long="u8;

    /// <summary>Writes an ordinary body, about 213 bytes on average: half of them JSON, the others logfmt or plain text.</summary>
    public static int WriteShort(Span<byte> destination, long id, SeededRandom random, Filler filler)
    {
        var to = new Utf8Cursor(destination);
        var dice = random.Next();
        var level = ((dice >> 8) & 127) switch { < 115 => "info"u8, < 123 => "warn"u8, _ => "error"u8 };
        switch (dice & 3)
        {
            case 0 or 1:
                WriteJson(ref to, id, level, random, filler);
                break;
            case 2:
                WriteLogfmt(ref to, id, level, random, filler);
                break;
            default:
                WriteId(ref to, id);
                to.Text(" "u8);
                to.Text(filler.Slice(random, 60 + random.Below(280)));
                break;
        }

        return to.Length;
    }

    /// <summary>Writes a body longer than one part: two to four parts.</summary>
    public static int WriteLong(Span<byte> destination, long id, SeededRandom random, Filler filler)
    {
        var length = PartBytes + 1 + random.Below(3 * PartBytes - 1);
        var to = new Utf8Cursor(destination);
        WriteId(ref to, id);
        to.Text(LongMark);
        to.Number(length, 8);
        to.Text(" "u8);
        to.Text(filler.Slice(random, length - to.Length - 11));
        WriteId(ref to, id);
        return length;
    }

    /// <summary>The id in a body; -1 when there is none, or the body is a long one that is not whole.</summary>
    public static long IdOf(ReadOnlySpan<byte> body)
    {
        var at = body.StartsWith("{\"id\":\""u8) ? 7 : body.StartsWith("id="u8) ? 3 : 0;
        var id = ReadId(body[at..]);
        if (id >= 0 && body[(at + 11)..].StartsWith(LongMark))
        {
            var length = ReadNumber(body[(at + 11 + LongMark.Length)..], 8);
            return length == body.Length && ReadId(body[^11..]) == id ? id : -1;
        }

        return body.Length > PartBytes ? -1 : id;
    }

    private static void WriteJson(ref Utf8Cursor to, long id, ReadOnlySpan<byte> level, SeededRandom random, Filler filler)
    {
        to.Text("{\"id\":\""u8);
        WriteId(ref to, id);
        to.Text("\",\"level\":\""u8);
        to.Text(level);
        to.Text("\",\"status\":"u8);
        to.Number(200 + random.Below(4) * 100);
        to.Text(",\"duration_ms\":"u8);
        to.Number(random.Below(10_000));
        to.Text(random.Below(50) == 0 ? ",\"user\":\"Zo\u00eb \u6f22\","u8 : ",\"user\":\"zoe\","u8);
        to.Text("\"msg\":\""u8);
        to.Text(filler.Slice(random, 30 + random.Below(220)));
        to.Text("\"}"u8);
    }

    private static void WriteLogfmt(ref Utf8Cursor to, long id, ReadOnlySpan<byte> level, SeededRandom random, Filler filler)
    {
        to.Text("id="u8);
        WriteId(ref to, id);
        to.Text(" level="u8);
        to.Text(level);
        to.Text(" rows="u8);
        to.Number(random.Below(100_000));
        to.Text(" msg=\""u8);
        to.Text(filler.Slice(random, 40 + random.Below(240)));
        to.Text("\""u8);
    }

    private static void WriteId(ref Utf8Cursor to, long id)
    {
        to.Text("r"u8);
        to.Number(id, 10);
    }

    private static long ReadId(ReadOnlySpan<byte> text) => text.Length >= 11 && text[0] == 'r' ? ReadNumber(text[1..], 10) : -1;

    private static long ReadNumber(ReadOnlySpan<byte> text, int digits)
    {
        if (text.Length < digits)
            return -1;
        long value = 0;
        foreach (var c in text[..digits])
        {
            if (c is < (byte)'0' or > (byte)'9')
                return -1;
            value = value * 10 + (c - '0');
        }

        return value;
    }
}
