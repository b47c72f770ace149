using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hex.Kubernetes;

/// <summary>
/// Finds where an object or array ends, in pieces cut at any byte. It counts brackets outside strings and checks nothing else: whether
/// the bytes between are JSON, the projection finds out.
/// <para>Blocks of 64 bytes become masks with a bit for each byte (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019); what is left of a piece is looked at
/// byte by byte.</para>
/// </summary>
internal struct JsonValueScanner
{
    private const int Block = 64;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>How many bytes from the start of the value have been looked at.</summary>
    public int Scanned { get; private set; }

    /// <summary>Looks at the bytes not yet seen; true when the value is complete, and <see cref="Scanned"/> is then its length.</summary>
    /// <param name="value">All bytes from the value's first bracket on that are there so far.</param>
    public bool TryFindEnd(ReadOnlySpan<byte> value)
    {
        while (Vector256.IsHardwareAccelerated && value.Length - Scanned >= Block)
        {
            if (TryFindEndInBlock(value.Slice(Scanned, Block)))
            {
                return true;
            }
        }

        while (Scanned < value.Length)
        {
            if (IsEnd(value[Scanned++]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets bytes that were dropped from the front of the value.</summary>
    public void Drop(int count) => Scanned -= count;

    private bool TryFindEndInBlock(ReadOnlySpan<byte> block)
    {
        ref var start = ref MemoryMarshal.GetReference(block);
        var low = Vector256.LoadUnsafe(ref start);
        var high = Vector256.LoadUnsafe(ref start, (nuint)Vector256<byte>.Count);

        // [ and ] are { and } without the bit of lower case.
        var (lowBrackets, highBrackets) = (low | Vector256.Create((byte)0x20), high | Vector256.Create((byte)0x20));
        var escaped = Escaped(Mask(low, high, (byte)'\\'));
        var hidden = escaped | InString(Mask(low, high, (byte)'"') & ~escaped);
        var opening = Mask(lowBrackets, highBrackets, (byte)'{') & ~hidden;
        var closing = Mask(lowBrackets, highBrackets, (byte)'}') & ~hidden;
        if (_depth > BitOperations.PopCount(closing))
        {
            _depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
        }
        else
        {
            for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
            {
                var at = BitOperations.TrailingZeroCount(brackets);
                _depth += ((opening >> at) & 1) != 0 ? 1 : -1;
                if (_depth == 0)
                {
                    Scanned += at + 1;
                    return true;
                }
            }
        }

        Scanned += Block;
        return false;
    }

    private static ulong Mask(Vector256<byte> low, Vector256<byte> high, byte unit)
    {
        var wanted = Vector256.Create(unit);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    // A byte is escaped when an odd number of backslashes stands before it. Adding the start of a run to the run carries a bit to the byte behind it; start and end
    // of an odd run lie on bits of different parity.
    private ulong Escaped(ulong backslashes)
    {
        var carried = _isEscaped ? 1UL : 0UL;
        if (backslashes == 0)
        {
            _isEscaped = false;
            return carried;
        }

        backslashes &= ~carried;
        var following = (backslashes << 1) | carried;
        var oddStarts = backslashes & ~EvenBits & ~following;
        var ends = oddStarts + backslashes;
        _isEscaped = ends < oddStarts;
        return (EvenBits ^ (ends << 1)) & following;
    }

    // From each opening quote to the byte before its closing one: the parity of the quotes up to there.
    private ulong InString(ulong quotes)
    {
        for (var distance = 1; distance < Block; distance *= 2)
        {
            quotes ^= quotes << distance;
        }

        quotes ^= _isInString ? ulong.MaxValue : 0;
        _isInString = quotes >> (Block - 1) != 0;
        return quotes;
    }

    private bool IsEnd(byte unit)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            return false;
        }

        switch (unit)
        {
            case (byte)'\\':
                _isEscaped = true;
                return false;
            case (byte)'"':
                _isInString = !_isInString;
                return false;
            case (byte)'{' or (byte)'[' when !_isInString:
                _depth++;
                return false;
            case (byte)'}' or (byte)']' when !_isInString:
                return --_depth == 0;
            default:
                return false;
        }
    }
}
