namespace Hex.Telemetry;

/// <summary>
/// Says whether this process may still send what it holds: a leader's deadline. Asked before every attempt, so it must be cheap. Thread-safe.
/// </summary>
public interface IDeliveryGate
{
    /// <summary>False to abandon what is not delivered yet: unacknowledged records go back to their source.</summary>
    bool IsOpen { get; }
}
