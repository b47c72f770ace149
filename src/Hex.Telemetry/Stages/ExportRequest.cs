namespace Hex.Telemetry;

/// <summary>Encoded records (or points), numbered from 0 in the order they were added, any range of which can be sent, and sent again.</summary>
public abstract class ExportRequest : IDisposable
{
    /// <summary>How many records it holds.</summary>
    public abstract int Count { get; }

    /// <summary>How many bytes they take when sent whole, uncompressed.</summary>
    public abstract int Size { get; }

    /// <summary>How much memory it holds, in bytes; what budgets count.</summary>
    public abstract long BufferBytes { get; }

    /// <summary>True when no further record is worth adding.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Roughly how many bytes a range takes when sent, uncompressed.</summary>
    public virtual long SizeOf(int first, int count) => Count == 0 ? 0 : (long)Size * count / Count;

    /// <summary>
    /// Sends a range once. Every failure of the far side or the way to it is a result, never an exception; only <see cref="OperationCanceledException"/> is thrown,
    /// when <paramref name="cancellationToken"/> is cancelled. Sends of one request do not overlap.
    /// </summary>
    public abstract ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken);

    /// <summary>Cuts the body of a record that the far side finds too large, and marks it as cut.</summary>
    /// <returns>False when it cannot be made smaller; the record is then dropped and counted.</returns>
    public virtual bool TryTruncate(int index, int maxBytes) => false;

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the buffers back.</summary>
    protected abstract void Dispose(bool disposing);
}
