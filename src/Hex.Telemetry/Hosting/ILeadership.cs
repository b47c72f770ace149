namespace Hex.Telemetry;

/// <summary>
/// Says when this process runs the stages of <see cref="CollectionScope.Cluster"/>. Where none is registered, it always does. Thread-safe.
/// </summary>
public interface ILeadership
{
    /// <summary>Waits until this process leads, for as long as it takes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    ValueTask<ILeaderTerm> WaitForTermAsync(CancellationToken cancellationToken);
}

/// <summary>
/// A time in which this process leads. As a gate it is open until the leader's own deadline: nothing is collected or sent after it,
/// and once closed it stays closed: a leadership won back is another term.
/// Disposing it hands the leadership on, after everything was flushed.
/// </summary>
public interface ILeaderTerm : IDeliveryGate, IAsyncDisposable
{
    /// <summary>Cancelled when the term ends.</summary>
    CancellationToken Ended { get; }
}
