namespace Hex.Telemetry;

/// <summary>How a <see cref="MetricPipeline"/> is doing, for a status page or a health check.</summary>
public sealed record MetricPipelineStatus
{
    /// <summary>The exporter's name.</summary>
    public required string Exporter { get; init; }

    /// <summary>Requests that wait or are on their way.</summary>
    public required int BufferedRequests { get; init; }

    /// <summary>The memory they take, in bytes.</summary>
    public required long BufferedBytes { get; init; }

    /// <summary>How long the oldest point has been waiting; zero when none is.</summary>
    public required TimeSpan OldestBuffered { get; init; }

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

    /// <summary>Points collected since the pipeline was made.</summary>
    public required long PointsCollected { get; init; }

    /// <summary>Points the backend has.</summary>
    public required long PointsDelivered { get; init; }

    /// <summary>Points the backend took a request without (partial success).</summary>
    public required long PointsRejected { get; init; }

    /// <summary>Points given up because the backend refuses them for what they hold, or for their size.</summary>
    public required long PointsDropped { get; init; }

    /// <summary>Points dropped because the buffer was full.</summary>
    public required long PointsAgedOut { get; init; }

    /// <summary>Points given up because the gate closed or the process stopped.</summary>
    public required long PointsAbandoned { get; init; }

    /// <summary>Attempts that failed and were repeated.</summary>
    public required long Retries { get; init; }
}
