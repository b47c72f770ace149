using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hex.Export.Grpc;
using Hex.Export.Otlp.Wire;

namespace Hex.Export.Otlp;

/// <summary>
/// A request body being written: gRPC prefix, then resource groups. The lengths of the open group are written when it closes, so the body is valid after
/// <see cref="Close"/>, and more can follow then.
/// </summary>
internal sealed class OtlpBody(RequestBuffers buffers, int capacity) : IDisposable
{
    private byte[] _bytes = buffers.Rent(capacity);
    private ResourceHeader? _resource;
    private int _resourceAt;

    /// <summary>Bytes written, the prefix included.</summary>
    public int Length { get; private set; } = GrpcCall.PrefixBytes;

    public int Capacity => _bytes.Length;

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The message: everything after the prefix.</summary>
    public Memory<byte> Message => _bytes.AsMemory(GrpcCall.PrefixBytes, Length - GrpcCall.PrefixBytes);

    /// <summary>Room for a record; it counts only after <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Room(int bytes)
    {
        if (bytes > _bytes.Length - Length)
            Grow(bytes);
        return _bytes.AsSpan(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public bool IsOpen(ResourceHeader resource) => ReferenceEquals(_resource, resource);

    /// <summary>Starts the group of a resource, and ends the one before.</summary>
    public void Open(ResourceHeader resource)
    {
        Close();
        _resource = resource;
        _resourceAt = Length;
        Append(resource.Bytes);
    }

    /// <summary>Writes the lengths of the open group; records may still be added to it and the group closed again.</summary>
    public void Close()
    {
        if (_resource is not null)
        {
            Patch(_resourceAt + ResourceHeader.GroupLengthAt);
            Patch(_resourceAt + _resource.ScopeLengthAt);
        }
    }

    /// <summary>The whole body as one frame: <c>flag(0) length(4, big-endian) message</c>.</summary>
    public ReadOnlyMemory<byte> Frame()
    {
        Close();
        _bytes[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(1), Length - GrpcCall.PrefixBytes);
        return _bytes.AsMemory(0, Length);
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
            buffers.Return(bytes);
    }

    private void Patch(int at) => PatchedLength.Write(_bytes.AsSpan(at), Length - at - PatchedLength.Bytes);

    private void Grow(int bytes)
    {
        var larger = buffers.Rent(Math.Max(checked(Length + bytes), _bytes.Length * 2));
        Written.CopyTo(larger);
        buffers.Return(_bytes);
        _bytes = larger;
    }
}
