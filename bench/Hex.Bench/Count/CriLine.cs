namespace Hex.Bench.Count;

/// <summary>A line of a CRI log file: <c>time stdout|stderr P|F[:...] content</c>.</summary>
public readonly ref struct CriLine
{
    /// <summary>The time stamp as written.</summary>
    public ReadOnlySpan<byte> Time { get; private init; }

    /// <summary>True for stderr.</summary>
    public bool IsStderr { get; private init; }

    /// <summary>True when more parts of the same line follow.</summary>
    public bool IsPart { get; private init; }

    /// <summary>What the container wrote.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>False when it is no such line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out CriLine result)
    {
        result = default;
        var space = line.IndexOf((byte)' ');
        if (space < 0 || !LooksLikeTime(line[..space]))
            return false;
        var rest = line[(space + 1)..];
        var isStderr = rest.StartsWith("stderr "u8);
        if (!isStderr && !rest.StartsWith("stdout "u8))
            return false;
        rest = rest[7..];
        if (rest.IsEmpty || rest[0] is not ((byte)'P' or (byte)'F'))
            return false;
        var tagEnd = rest.IndexOf((byte)' ');
        var tag = tagEnd < 0 ? rest : rest[..tagEnd];
        if (tag.Length > 1 && tag[1] != ':')
            return false;
        result = new CriLine
        {
            Time = line[..space],
            IsStderr = isStderr,
            IsPart = tag[0] == 'P',
            Content = tagEnd < 0 ? [] : rest[(tagEnd + 1)..],
        };
        return true;
    }

    private static bool LooksLikeTime(ReadOnlySpan<byte> text) =>
        text.Length >= 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':'
        && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');
}
