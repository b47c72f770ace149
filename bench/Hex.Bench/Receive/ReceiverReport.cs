namespace Hex.Bench.Receive;

/// <summary>What the counting receiver has counted.</summary>
internal sealed record ReceiverReport
{
    /// <summary>Requests, whatever became of them.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that were no correct OTLP/gRPC.</summary>
    public required long Malformed { get; init; }

    /// <summary>Bytes of request bodies as sent.</summary>
    public required long WireBytes { get; init; }

    /// <summary>Bytes of the messages, decompressed.</summary>
    public required long MessageBytes { get; init; }

    /// <summary>Metric points.</summary>
    public required long Points { get; init; }

    /// <summary>Log records, repeats included.</summary>
    public required long Records { get; init; }

    /// <summary>Different <c>log.record.uid</c>s.</summary>
    public required long Unique { get; init; }

    /// <summary>Records whose uid had come before.</summary>
    public required long Repeated { get; init; }

    /// <summary>Records without a uid.</summary>
    public required long WithoutUid { get; init; }

    /// <summary>Records with a body longer than one part of a CRI line.</summary>
    public required long Joined { get; init; }

    /// <summary>Different record ids, as the generator wrote them into the bodies.</summary>
    public required long UniqueIds { get; init; }

    /// <summary>Records without such an id, or with a body that is not whole.</summary>
    public required long Broken { get; init; }

    /// <summary>Bytes of bodies.</summary>
    public required long BodyBytes { get; init; }
}
