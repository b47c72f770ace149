namespace Hex.Telemetry;

/// <summary>
/// A way to the backend: one request on it at a time, the next being built meanwhile. What goes in one after the other arrives so.
/// Guarded by the lock of its <see cref="LogLanes"/>.
/// </summary>
internal sealed class LogLane
{
    public LogLoad? Building { get; set; }

    public LogLoad? InFlight { get; set; }

    /// <summary>A sender is at work; it looks for the next request when it is done with one.</summary>
    public bool Busy { get; set; }

    /// <summary>The oldest request not settled.</summary>
    public LogLoad? Oldest => InFlight ?? Building;

    /// <summary>The building request sets out.</summary>
    public void Depart()
    {
        InFlight = Building;
        Building = null;
    }
}
