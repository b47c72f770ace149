namespace Hex.Telemetry;

/// <summary>How a collector is doing.</summary>
public sealed record CollectorStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it runs.</summary>
    public required CollectionScope Scope { get; init; }

    /// <summary>Since when a collection is under way; null when none is.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>When the last collection began that has ended; null before the first.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When the last collection began that succeeded; null before the first.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan LastDuration { get; init; }

    /// <summary>How many points the last one wrote.</summary>
    public long LastPoints { get; init; }

    /// <summary>Why the last one failed; null when it succeeded.</summary>
    public string? LastError { get; init; }

    /// <summary>How many collections have ended.</summary>
    public long Runs { get; init; }

    /// <summary>How many of them failed.</summary>
    public long Failures { get; init; }

    /// <summary>How many were left out because the one before took too long.</summary>
    public long Missed { get; init; }
}
