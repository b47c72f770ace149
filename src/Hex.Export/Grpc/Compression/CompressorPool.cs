namespace Hex.Export.Grpc.Compression;

/// <summary>Compressors of one kind, reused: each has hundreds of kilobytes of state. Thread-safe.</summary>
internal sealed class CompressorPool : IDisposable
{
    // As many as calls usually run at once; more are made when needed and not kept.
    private const int Kept = 4;

    private readonly Stack<IMessageCompressor> _idle = new(Kept);
    private readonly bool _isal;
    private bool _disposed;

    private CompressorPool(bool isal) => _isal = isal;

    /// <summary>What it is, for status pages and the start-up log: <c>gzip (libisal)</c>, <c>gzip</c>.</summary>
    public string Name => _isal ? "gzip (libisal)" : "gzip";

    /// <summary>Picks by the option and by what is installed; null for none.</summary>
    /// <param name="compression">The option.</param>
    /// <param name="isIsalUsable">Tries the library; asked only when it matters.</param>
    /// <exception cref="ArgumentException">libisal is demanded and not usable.</exception>
    public static CompressorPool? For(GrpcCompression compression, Func<bool>? isIsalUsable = null)
    {
        if (compression == GrpcCompression.None)
            return null;
        var isal = compression != GrpcCompression.Gzip && (isIsalUsable ?? IsalCompressor.IsUsable)();
        if (compression == GrpcCompression.Isal && !isal)
            throw new ArgumentException($"compression: isal needs {IsalLibrary.Name} (Debian: libisal2), which is not here or does not work; use auto or gzip", nameof(compression));
        return new CompressorPool(isal);
    }

    /// <inheritdoc cref="IMessageCompressor.Compress"/>
    public int Compress(ReadOnlyMemory<byte> message, Memory<byte> output)
    {
        var compressor = Take();
        var written = compressor.Compress(message, output);
        Give(compressor);
        return written;
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            while (_idle.TryPop(out var compressor))
                compressor.Dispose();
        }
    }

    private IMessageCompressor Take()
    {
        lock (_idle)
        {
            if (_idle.TryPop(out var idle))
                return idle;
        }
        return _isal ? new IsalCompressor() : new InBoxCompressor();
    }

    private void Give(IMessageCompressor compressor)
    {
        lock (_idle)
        {
            if (!_disposed && _idle.Count < Kept)
            {
                _idle.Push(compressor);
                return;
            }
        }
        compressor.Dispose();
    }
}
