namespace Hex.Telemetry;

/// <summary>What became of a send.</summary>
public enum ExportStatus
{
    /// <summary>The far side has the records (or has said that it never wants the rejected ones: partial success).</summary>
    Accepted,

    /// <summary>Try again later: the far side is away, busy or asked for it.</summary>
    Retry,

    /// <summary>The request is larger than the far side takes (or it is throttling without saying when to come back).</summary>
    TooLarge,

    /// <summary>Something in the request is not to the far side's liking, and will never be.</summary>
    Rejected,

    /// <summary>The way or the credential is wrong, not the data: hold everything until someone has put it right.</summary>
    EndpointFault,
}

/// <summary>What became of a send, and why. The reason is safe to print: bounded, escaped, without secrets.</summary>
public readonly record struct ExportResult
{
    private ExportResult(ExportStatus status, string? reason)
    {
        Status = status;
        Reason = reason;
    }

    /// <summary>What became of it.</summary>
    public ExportStatus Status { get; }

    /// <summary>Why, for people; null when accepted whole.</summary>
    public string? Reason { get; }

    /// <summary>How long the far side asked to wait before the next try; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>How many records of an accepted request the far side will not keep (OTLP partial success).</summary>
    public long RejectedRecords { get; private init; }

    /// <summary>Accepted whole.</summary>
    public static ExportResult Accepted => default;

    /// <summary>Accepted, but for some records (OTLP partial success).</summary>
    public static ExportResult PartiallyAccepted(long rejectedRecords, string reason) =>
        new(ExportStatus.Accepted, reason) { RejectedRecords = rejectedRecords };

    /// <summary>Try again, after the far side's own hint where it gave one.</summary>
    public static ExportResult Retry(string reason, TimeSpan? after = null) => new(ExportStatus.Retry, reason) { RetryAfter = after };

    /// <summary>Larger than the far side takes.</summary>
    public static ExportResult TooLarge(string reason) => new(ExportStatus.TooLarge, reason);

    /// <summary>Refused for what it holds.</summary>
    public static ExportResult Rejected(string reason) => new(ExportStatus.Rejected, reason);

    /// <summary>Wrong endpoint, credential or protocol.</summary>
    public static ExportResult EndpointFault(string reason) => new(ExportStatus.EndpointFault, reason);
}
