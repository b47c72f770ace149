using System.Runtime.InteropServices;
using System.Text;

namespace Hex.Kubernetes;

/// <summary>
/// Strings by their UTF-8 text, in a fixed number of slots: a text that hashes to a taken slot replaces it, so hostile content can
/// cost hits but never memory. Safe for several decoders at once without a lock: a slot is one reference to an immutable string.
/// </summary>
internal sealed class StringPool
{
    // 8,192 references are 64 KiB; namespaces, nodes, images, reasons and label values of a large cluster fit.
    internal const int DefaultSlots = 8192;

    // Longer texts are seldom shared.
    internal const int MaxPooledLength = 160;

    private readonly string?[] _slots;

    public StringPool(int slots = DefaultSlots) => _slots = new string?[slots];

    public string Intern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
        {
            return "";
        }

        if (utf8.Length > MaxPooledLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _slots[Hash(utf8) & (uint)(_slots.Length - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, text);
        return text;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length * Prime;
        while (utf8.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8)) * Prime;
            hash ^= hash >> 29;
            utf8 = utf8[8..];
        }

        foreach (var unit in utf8)
        {
            hash = (hash ^ unit) * Prime;
        }

        return (uint)(hash >> 32);
    }
}
