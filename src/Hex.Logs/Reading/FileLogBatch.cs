using System.Buffers;
using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>Records of one file over pooled buffers, with a claim on the part of the file they came from.</summary>
internal sealed class FileLogBatch : LogBatch
{
    private readonly ByteBudget _budget;
    private readonly IPositionListener _listener;
    private readonly List<byte[]> _buffers = new(1);
    private (CommitQueue Queue, CommitQueue.Claim Claim)? _claim;
    private long _bytes;

    public FileLogBatch(Resource resource, long observedTimeUnixNano, DeliveryOrder order, int expectedRecords, ByteBudget budget, IPositionListener listener)
        : base(resource, observedTimeUnixNano)
    {
        Order = order;
        Reserve(expectedRecords);
        _budget = budget;
        _listener = listener;
    }

    /// <summary>Files of earlier generations whose last, carried-over record is in this batch, and the one being read.</summary>
    public List<LogFile>? Completed { get; private set; }

    /// <summary>Takes over a pooled buffer that is counted in the budget already.</summary>
    /// <returns>Its segment.</returns>
    public ushort Own(byte[] buffer)
    {
        _buffers.Add(buffer);
        _bytes += buffer.Length;
        return AddSegment(buffer);
    }

    public void MarkUtf8(bool valid) => BodiesAreUtf8 = valid;

    public void Complete(LogFile file)
    {
        Completed ??= [];
        if (!Completed.Contains(file))
        {
            Completed.Add(file);
        }
    }

    public void Claim(CommitQueue queue, LogFile file, LogPosition end) => _claim = (queue, queue.Add(file, end));

    protected override void OnBuffersReleased()
    {
        foreach (var buffer in _buffers)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _buffers.Clear();
        _budget.Return(_bytes);
        _bytes = 0;
    }

    protected override void OnAcknowledged()
    {
        if (_claim is { } claimed && claimed.Queue.Acknowledge(claimed.Claim))
        {
            _listener.OnPositionMoved();
        }
    }

    protected override void OnDisposed()
    {
        if (!IsAcknowledged && _claim is { } claimed)
        {
            claimed.Queue.GiveBack(claimed.Claim);
            _listener.OnGivenBack();
        }
    }
}

/// <summary>Hears from batches, on any thread.</summary>
internal interface IPositionListener
{
    void OnPositionMoved();

    void OnGivenBack();
}
