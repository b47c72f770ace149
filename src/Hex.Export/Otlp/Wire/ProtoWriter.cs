using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hex.Export.Otlp.Wire;

/// <summary>
/// Writes protobuf fields into a span whose size was computed before. Tags are single bytes: every OTLP field number in use is below 16.
/// </summary>
/// <remarks><c>field = tag value   tag = byte(field &lt;&lt; 3 | wire)   wire: 0 varint, 1 eight bytes, 2 varint length + bytes</c></remarks>
internal ref struct ProtoWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    /// <summary>Bytes of a varint: one for each seven bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VarintSize(ulong value) => (int)((((uint)BitOperations.Log2(value | 1) * 9) + 73) / 64);

    /// <summary>Bytes of a length-delimited field with content of this length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FieldSize(int length) => 1 + VarintSize((uint)length) + length;

    /// <summary>Bytes of a string field.</summary>
    public static int FieldSize(string text) => FieldSize(Encoding.UTF8.GetByteCount(text));

    public void Byte(byte value) => _target[Length++] = value;

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[Length..]);
        Length += bytes.Length;
    }

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }
        Byte((byte)value);
    }

    public void VarintField(byte tag, ulong value)
    {
        Byte(tag);
        Varint(value);
    }

    public void Fixed64Field(byte tag, ulong value)
    {
        Byte(tag);
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Length..], value);
        Length += 8;
    }

    /// <summary>Starts a length-delimited field; its content follows.</summary>
    public void FieldHeader(byte tag, int length)
    {
        Byte(tag);
        Varint((uint)length);
    }

    public void BytesField(byte tag, scoped ReadOnlySpan<byte> bytes)
    {
        FieldHeader(tag, bytes.Length);
        Raw(bytes);
    }

    /// <summary>A lone surrogate becomes U+FFFD: protobuf strings are UTF-8.</summary>
    public void StringField(byte tag, string text)
    {
        FieldHeader(tag, Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, _target[Length..]);
    }
}
