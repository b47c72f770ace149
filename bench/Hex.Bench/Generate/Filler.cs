using System.Text;

namespace Hex.Bench.Generate;

/// <summary>
/// Text of phrases, as log messages have it: a program says the same few hundred things again and again. Slices of one block that is longer than gzip's window,
/// so that it compresses like text and not like a copy: requests of it shrink to a third at the runtime's fastest level, as the text did on which the floors were
/// set, and half as much as recorded pods' logs do (a sixth).
/// </summary>
public sealed class Filler
{
    private const int BlockBytes = 4 << 20;
    private const int LongestSlice = 128 << 10;
    private const int Words = 2048;
    private const int Phrases = 896;

    private static readonly string[] Syllables =
    [
        "ba", "con", "de", "er", "fi", "gra", "hol", "in", "jo", "ka", "lo", "mi", "net", "or", "pa", "qu", "re", "sto", "ti", "un", "ver", "wri", "ex", "ze",
    ];

    private readonly byte[] _block = new byte[BlockBytes + LongestSlice];

    /// <summary>Makes the block for a seed.</summary>
    public Filler(ulong seed)
    {
        var random = new SeededRandom(seed ^ 0x5bd1e995);
        var words = new string[Words];
        for (var i = 0; i < words.Length; i++)
        {
            var word = new StringBuilder();
            for (var syllables = 1 + random.Below(4); syllables > 0; syllables--)
                word.Append(Syllables[random.Below(Syllables.Length)]);
            words[i] = word.Append(' ').ToString();
        }

        var phrases = new byte[Phrases][];
        for (var i = 0; i < phrases.Length; i++)
            phrases[i] = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2 + random.Below(4)).Select(_ => Favoured(words, random))));

        var at = 0;
        while (at < _block.Length)
        {
            var phrase = Favoured(phrases, random).AsSpan();
            phrase = phrase[..Math.Min(phrase.Length, _block.Length - at)];
            phrase.CopyTo(_block.AsSpan(at));
            at += phrase.Length;
        }
    }

    /// <summary>Some text of exactly <paramref name="length"/> bytes, at most 128 KiB: lower-case ASCII letters and spaces.</summary>
    public ReadOnlySpan<byte> Slice(SeededRandom random, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestSlice);
        return _block.AsSpan(random.Below(BlockBytes), length);
    }

    // Squaring favours the first, as language does.
    private static T Favoured<T>(T[] of, SeededRandom random) => of[(int)(random.Below(of.Length) * (long)random.Below(of.Length) / of.Length)];
}
