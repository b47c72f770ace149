namespace Hex.Testing.Cluster.Population;

/// <summary>Uids, hashes and name suffixes that depend on the seed alone.</summary>
internal sealed class IdSource(int seed)
{
    // What Kubernetes draws name suffixes from: no vowels, no look-alikes.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const long SuffixCount = 27L * 27 * 27 * 27 * 27;

    private ulong _state = (ulong)(uint)seed;

    public int Next(int below) => (int)(NextWord() % (ulong)below);

    public string Uid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextWord());
        BitConverter.TryWriteBytes(bytes[8..], NextWord());
        bytes[7] = (byte)((bytes[7] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes).ToString();
    }

    public string Hex(int digits)
    {
        Span<char> text = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
            text[i] = "0123456789abcdef"[Next(16)];
        return new(text);
    }

    public string Hash() => Random(10);

    /// <summary>A five-letter suffix that is another for every number below 27⁵.</summary>
    public static string Suffix(int number)
    {
        // 7,368,787 has no factor in common with 27⁵, so the product runs through all of them.
        var rest = (number + 1L) * 7_368_787 % SuffixCount;
        Span<char> text = stackalloc char[5];
        for (var i = 0; i < text.Length; i++, rest /= 27)
            text[i] = Alphabet[(int)(rest % 27)];
        return new(text);
    }

    private string Random(int length)
    {
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++)
            text[i] = Alphabet[Next(Alphabet.Length)];
        return new(text);
    }

    private ulong NextWord()
    {
        _state += 0x9e3779b97f4a7c15UL;
        var word = _state;
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9UL;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebUL;
        return word ^ (word >> 31);
    }
}
