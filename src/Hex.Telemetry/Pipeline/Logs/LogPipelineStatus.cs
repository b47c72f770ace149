namespace Hex.Telemetry;

/// <summary>How a <see cref="LogPipeline"/> is doing, for a status page or a health check.</summary>
public sealed record LogPipelineStatus
{
    /// <summary>The exporter's name.</summary>
    public required string Exporter { get; init; }

    /// <summary>The sources that run now.</summary>
    public required IReadOnlyList<LogSourceStatus> Sources { get; init; }

    /// <summary>Requests on their way.</summary>
    public required int RequestsInFlight { get; init; }

    /// <summary>Bytes in flight: read buffers and requests.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>How long the oldest record in a request has been waiting; zero when none is.</summary>
    public required TimeSpan OldestUnacknowledged { get; init; }

    /// <summary>Since when data is held because of an endpoint fault or throttling; null when it moves.</summary>
    public required DateTimeOffset? HeldSince { get; init; }

    /// <summary>Why data is held; null when it moves.</summary>
    public required string? HeldReason { get; init; }

    /// <summary>Since when a request is tried again after transient failures; null when none is.</summary>
    public required DateTimeOffset? RetryingSince { get; init; }

    /// <summary>Why a request is tried again; null when none is.</summary>
    public required string? RetryReason { get; init; }

    /// <summary>When the backend last accepted a request; null when it never did.</summary>
    public required DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Records read since the pipeline was made; those given up at a stop count again when they come again.</summary>
    public required long RecordsRead { get; init; }

    /// <summary>Records the backend has.</summary>
    public required long RecordsDelivered { get; init; }

    /// <summary>Records the backend took a request without (partial success).</summary>
    public required long RecordsRejected { get; init; }

    /// <summary>Records given up because the backend refuses them for what they hold, or for their size.</summary>
    public required long RecordsDropped { get; init; }

    /// <summary>Attempts that failed and were repeated.</summary>
    public required long Retries { get; init; }
}
