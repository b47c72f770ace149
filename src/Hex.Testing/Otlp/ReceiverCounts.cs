namespace Hex.Testing.Otlp;

/// <summary>What an <see cref="OtlpReceiver"/> has counted. Records count when they are accepted, also if the answer was lost on purpose.</summary>
public readonly record struct ReceiverCounts
{
    /// <summary>Requests that arrived, whatever became of them.</summary>
    public long Requests { get; init; }

    /// <summary>Requests whose content was taken in.</summary>
    public long AcceptedRequests { get; init; }

    /// <summary>Requests that were not gRPC as it should be, or whose message could not be decoded. 0 for a correct client.</summary>
    public long MalformedRequests { get; init; }

    /// <summary>Bytes of request bodies as sent.</summary>
    public long WireBytes { get; init; }

    /// <summary>Bytes of accepted messages, decompressed.</summary>
    public long MessageBytes { get; init; }

    /// <summary>Connections opened.</summary>
    public long Connections { get; init; }

    /// <summary>Log records accepted, repeats included.</summary>
    public long LogRecords { get; init; }

    /// <summary>Different <c>log.record.uid</c>s among them.</summary>
    public long UniqueLogs { get; init; }

    /// <summary>Records whose <c>log.record.uid</c> had come before.</summary>
    public long RepeatedLogs { get; init; }

    /// <summary>Records without a <c>log.record.uid</c>.</summary>
    public long LogsWithoutUid { get; init; }

    /// <summary>Records with a body over 16,384 bytes, which a CRI runtime writes in parts: someone joined them.</summary>
    public long JoinedLogs { get; init; }

    /// <summary>Bytes of text and byte bodies.</summary>
    public long LogBodyBytes { get; init; }

    /// <summary>Metric data points accepted.</summary>
    public long MetricPoints { get; init; }
}
