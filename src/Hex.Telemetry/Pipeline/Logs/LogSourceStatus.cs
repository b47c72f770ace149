namespace Hex.Telemetry;

/// <summary>How a log source of a <see cref="LogPipeline"/> is doing.</summary>
public sealed record LogSourceStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it runs.</summary>
    public required CollectionScope Scope { get; init; }

    /// <summary>False while it waits to be started again after a failure.</summary>
    public required bool Running { get; init; }

    /// <summary>Records it gave in this run.</summary>
    public required long RecordsRead { get; init; }

    /// <summary>How often it failed in this run.</summary>
    public required int Failures { get; init; }

    /// <summary>Why it failed last; null when it never did.</summary>
    public required string? LastError { get; init; }
}
