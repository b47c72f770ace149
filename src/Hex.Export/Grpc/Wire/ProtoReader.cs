namespace Hex.Export.Grpc.Wire;

/// <summary>
/// Reads protobuf fields from bytes of unknown origin: every length is checked, every loop ends, nothing throws.
/// A malformed rest simply ends the message.
/// </summary>
/// <remarks><c>message = *(tag value)   tag = varint(field &lt;&lt; 3 | wire)   value = varint | 8 bytes | varint length, bytes | 4 bytes</c></remarks>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a varint, fixed64 or fixed32 field.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a length-delimited field; empty for the others.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Moves to the next field; false at the end or at the first malformed byte.</summary>
    public bool Next()
    {
        Bytes = default;
        Number = 0;
        if (!TryVarint(out var tag) || tag >> 3 is 0 or > int.MaxValue)
            return false;
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                return TryVarint(out var number) && Set(number);
            case 1 when _rest.Length >= 8:
                Set(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(_rest));
                _rest = _rest[8..];
                return true;
            case 2 when TryVarint(out var length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Set(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(_rest));
                _rest = _rest[4..];
                return true;
            default:
                return false;
        }
    }

    private bool Set(ulong number)
    {
        Number = number;
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
