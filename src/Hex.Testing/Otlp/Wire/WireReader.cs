using System.Buffers.Binary;

namespace Hex.Testing.Otlp.Wire;

/// <summary>Walks the fields of one protobuf message in place. Throws <see cref="InvalidDataException"/> where the bytes are no protobuf.</summary>
/// <remarks>Grammar: message = *(tag value); tag = varint(field number &lt;&lt; 3 | wire type); 0 varint, 1 eight bytes, 2 varint length and
/// bytes, 5 four bytes.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The field's bytes, of wire type 2 only.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The field's value, of wire types 0, 1 and 5.</summary>
    public ulong Number { get; private set; }

    /// <summary>True while <see cref="Bytes"/> is the value.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_at == _message.Length)
            return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        if (Field == 0 || tag > uint.MaxValue)
            throw new InvalidDataException("A protobuf tag has an impossible field number.");
        Bytes = default;
        Number = 0;
        IsBytes = false;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                var length = Varint();
                Bytes = Take(length > int.MaxValue ? int.MaxValue : (int)length);
                IsBytes = true;
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException($"Field {Field} has wire type {tag & 7}, which proto3 does not use.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _at)
            throw new InvalidDataException($"Field {Field} reaches past the end of its message.");
        var taken = _message.Slice(_at, length);
        _at += length;
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _message.Length)
                throw new InvalidDataException("A varint reaches past the end of its message.");
            var next = _message[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("A varint is longer than ten bytes.");
    }
}
