using Microsoft.Win32.SafeHandles;

namespace Hex.Logs.Files;

/// <summary>The bytes of an open log file, by uncompressed offset.</summary>
internal abstract class LogContent : IDisposable
{
    /// <summary>Reads from an offset; 0 at the end.</summary>
    public abstract int Read(Span<byte> buffer, long offset);

    /// <summary>The open file itself.</summary>
    public abstract SafeFileHandle Handle { get; }

    /// <summary>The stored size in bytes now (compressed for gzip).</summary>
    public abstract long StoredSize();

    public abstract void Dispose();
}

/// <summary>A plain file: positioned reads, no state.</summary>
internal sealed class PlainContent(SafeFileHandle handle) : LogContent
{
    public override SafeFileHandle Handle { get; } = handle;

    public override int Read(Span<byte> buffer, long offset) => RandomAccess.Read(Handle, buffer, offset);

    public override long StoredSize() => RandomAccess.GetLength(Handle);

    public override void Dispose() => Handle.Dispose();
}
