using System.Text;

namespace Hex.Bench.Generate;

/// <summary>Text of words, as log messages have it: slices of one block that is longer than gzip's window, so that it compresses like text and not like a copy.</summary>
public sealed class Filler
{
    private const int BlockBytes = 4 << 20;
    private const int LongestSlice = 128 << 10;

    private static readonly string[] Syllables =
    [
        "ba", "con", "de", "er", "fi", "gra", "hol", "in", "jo", "ka", "lo", "mi", "net", "or", "pa", "qu", "re", "sto", "ti", "un", "ver", "wri", "ex", "ze",
    ];

    private readonly byte[] _block = new byte[BlockBytes + LongestSlice];

    /// <summary>Makes the block for a seed.</summary>
    public Filler(ulong seed)
    {
        var random = new SeededRandom(seed ^ 0x5bd1e995);
        var words = new byte[2048][];
        for (var i = 0; i < words.Length; i++)
        {
            var word = new StringBuilder();
            for (var syllables = 1 + random.Below(4); syllables > 0; syllables--)
                word.Append(Syllables[random.Below(Syllables.Length)]);
            words[i] = Encoding.ASCII.GetBytes(word.Append(' ').ToString());
        }

        var at = 0;
        while (at < _block.Length)
        {
            // Squaring favours the first words, as language does.
            var pick = random.Below(words.Length) * (long)random.Below(words.Length) / words.Length;
            var word = words[pick].AsSpan();
            word = word[..Math.Min(word.Length, _block.Length - at)];
            word.CopyTo(_block.AsSpan(at));
            at += word.Length;
        }
    }

    /// <summary>Some text of exactly <paramref name="length"/> bytes, at most 128 KiB: lower-case ASCII letters and spaces.</summary>
    public ReadOnlySpan<byte> Slice(SeededRandom random, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestSlice);
        return _block.AsSpan(random.Below(BlockBytes), length);
    }
}
