namespace Hex.Telemetry;

/// <summary>The part of a batch that is in a request.</summary>
internal readonly record struct BatchPart(BatchEntry Entry, int Count);

/// <summary>A request and the parts of batches in it. Filled under the lock of its <see cref="LogLanes"/>; afterwards its sender's alone.</summary>
internal sealed class LogLoad(LogRequest request, long since)
{
    private readonly List<BatchPart> _parts = [];
    private long _bytes;

    public LogRequest Request { get; } = request;

    /// <summary>Time stamp of its first record.</summary>
    public long Since { get; } = since;

    /// <summary>Nothing more goes in.</summary>
    public bool Full { get; private set; }

    /// <summary>The exporter threw while it encoded: what the request holds is not to be trusted.</summary>
    public bool Broken { get; private set; }

    public List<BatchPart> Parts => _parts;

    /// <summary>Takes what fits of a batch.</summary>
    public void Add(BatchEntry entry, string exporter, ByteBudget budget)
    {
        var batch = entry.Batch;
        var taken = 0;
        if (batch.Count > 0)
        {
            Broken = true;
            taken = Request.Add(batch, entry.Next);
            if (taken == 0 && Request.Count == 0)
            {
                throw new InvalidOperationException($"Exporter '{exporter}' took no record into an empty request; it must take at least one.");
            }

            Broken = false;
        }

        entry.Next += taken;
        entry.Claim();
        _parts.Add(new BatchPart(entry, taken));
        Full = Request.IsFull || entry.Next < batch.Count;
        var bytes = Request.BufferBytes;
        if (bytes > _bytes)
        {
            budget.Take(bytes - _bytes);
            _bytes = bytes;
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Release(ByteBudget budget)
    {
        Request.Dispose();
        budget.Return(_bytes);
        _bytes = 0;
    }
}
