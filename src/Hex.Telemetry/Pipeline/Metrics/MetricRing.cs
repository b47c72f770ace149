namespace Hex.Telemetry;

/// <summary>Requests in the order they will be sent, within a bound on bytes: over it the oldest that is not on its way is dropped. Guarded by the pipeline's lock.</summary>
internal sealed class MetricRing(long limit)
{
    private readonly List<MetricLoad> _building = new(2);
    private readonly Queue<MetricLoad> _waiting = new();

    /// <summary>The request on its way.</summary>
    public MetricLoad? Sending { get; private set; }

    public long Bytes { get; private set; }

    public int Count => _waiting.Count + _building.Count + (Sending is null ? 0 : 1);

    public bool IsEmpty => Count == 0;

    public MetricLoad? Oldest => Sending ?? (_waiting.TryPeek(out var waiting) ? waiting : _building.Count > 0 ? _building[0] : null);

    /// <summary>The request that gathers points of a gate; null when none does.</summary>
    public MetricLoad? BuildingFor(IDeliveryGate? gate) => _building.Find(load => ReferenceEquals(load.Gate, gate));

    /// <summary>A request begins to gather; true when no other does.</summary>
    public bool Begin(MetricLoad load)
    {
        _building.Add(load);
        return _building.Count == 1;
    }

    /// <summary>Counts a request's memory anew.</summary>
    public void Measure(MetricLoad load)
    {
        var bytes = load.Request.BufferBytes;
        Bytes += bytes - load.Bytes;
        load.Bytes = bytes;
    }

    /// <summary>A request gathers no more.</summary>
    public void Seal(MetricLoad load)
    {
        _building.Remove(load);
        _waiting.Enqueue(load);
    }

    public void SealAll()
    {
        foreach (var load in _building)
        {
            _waiting.Enqueue(load);
        }

        _building.Clear();
    }

    /// <summary>Takes the oldest that is over the bound; the caller ends it.</summary>
    public bool TryTakeExcess(out MetricLoad? load)
    {
        load = null;
        return Bytes > limit && _waiting.TryDequeue(out load);
    }

    public MetricLoad? TakeNext() => Sending = _waiting.TryDequeue(out var load) ? load : null;

    /// <summary>Ends a request that is no longer waiting.</summary>
    public void End(MetricLoad load)
    {
        Sending = ReferenceEquals(Sending, load) ? null : Sending;
        _building.Remove(load);
        Bytes -= load.Bytes;
        load.Request.Dispose();
    }
}
