using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Hex.Logs.Files;

/// <summary>
/// A rotated file the kubelet has compressed. Reading goes forward; the bytes read last are kept, so that a reader can come back to a line it has seen
/// the beginning of. Going further back starts the decompression anew. A file that ends early or is damaged ends there, and says so.
/// </summary>
internal sealed class GzipContent : LogContent
{
    private readonly FileStream _file;
    private GZipStream? _gzip;
    private byte[] _kept = [];
    private int _keptCount;
    private long _keptStart;

    public GzipContent(FileStream file) => _file = file;

    /// <summary>Why the content ended before its end; null while it did not.</summary>
    public string? Damage { get; private set; }

    public override SafeFileHandle Handle => _file.SafeFileHandle;

    public override long StoredSize() => _file.Length;

    public override int Read(Span<byte> buffer, long offset)
    {
        if (_gzip is null || offset < _keptStart)
        {
            _gzip?.Dispose();
            _file.Position = 0;
            _gzip = new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true);
            _keptStart = 0;
            _keptCount = 0;
        }

        SkipTo(offset, buffer.Length);

        // What was kept from the last read, then new bytes behind it.
        var again = Math.Min(buffer.Length, (int)(_keptStart + _keptCount - offset));
        if (again < 0)
        {
            return 0;
        }

        _kept.AsSpan((int)(offset - _keptStart), again).CopyTo(buffer);
        var total = again + Decompress(buffer[again..]);
        Keep(buffer[..total], offset);
        return total;
    }

    public override void Dispose()
    {
        _gzip?.Dispose();
        _file.Dispose();
    }

    private void SkipTo(long offset, int chunk)
    {
        while (_keptStart + _keptCount < offset)
        {
            var start = _keptStart + _keptCount;
            if (_kept.Length < chunk)
            {
                _kept = new byte[chunk];
            }

            _keptStart = start;
            _keptCount = Decompress(_kept.AsSpan(0, (int)Math.Min(chunk, Math.Max(1, offset - start))));
            if (_keptCount == 0)
            {
                return;
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes, long offset)
    {
        if (_kept.Length < bytes.Length)
        {
            _kept = new byte[bytes.Length];
        }

        bytes.CopyTo(_kept);
        _keptStart = offset;
        _keptCount = bytes.Length;
    }

    private int Decompress(Span<byte> buffer)
    {
        if (Damage is not null)
        {
            return 0;
        }

        var total = 0;
        try
        {
            int read;
            while (total < buffer.Length && (read = _gzip!.Read(buffer[total..])) > 0)
            {
                total += read;
            }
        }
        catch (InvalidDataException e)
        {
            Damage = e.Message;
        }

        return total;
    }
}
