namespace Hex.Kubernetes;

/// <summary>
/// What decoding had to leave out or bend, counted since the start. Objects are written by whoever may write them; nothing in them
/// stops the decoder.
/// </summary>
public sealed class DecodeStatistics
{
    private long _objects;
    private long _rejected;
    private long _wrongTypes;
    private long _invalidValues;
    private long _truncated;

    /// <summary>Objects decoded.</summary>
    public long Objects => Interlocked.Read(ref _objects);

    /// <summary>Objects without a name or UID, or not JSON: left out.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Fields whose JSON type is not the API's: read as missing.</summary>
    public long WrongTypes => Interlocked.Read(ref _wrongTypes);

    /// <summary>Quantities, times and numbers that are none, and vocabulary words not known: read as missing or unknown.</summary>
    public long InvalidValues => Interlocked.Read(ref _invalidValues);

    /// <summary>Texts and lists over their bound: cut there.</summary>
    public long Truncated => Interlocked.Read(ref _truncated);

    internal void CountObject() => Interlocked.Increment(ref _objects);

    internal void CountRejected() => Interlocked.Increment(ref _rejected);

    internal void CountWrongType() => Interlocked.Increment(ref _wrongTypes);

    internal void CountInvalid() => Interlocked.Increment(ref _invalidValues);

    internal void CountTruncated() => Interlocked.Increment(ref _truncated);
}
