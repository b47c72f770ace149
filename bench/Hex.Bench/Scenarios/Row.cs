using Hex.Bench.Receive;

namespace Hex.Bench.Scenarios;

/// <summary>A line of the table.</summary>
internal sealed record Row(string Scenario, string Figure, string Floor, bool Holds)
{
    /// <summary>Processor time, less that of <c>hex-agent version</c>.</summary>
    public TimeSpan? Cpu { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The most resident bytes.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Speed divided by that of a well-known program on the same file in the same run, and which.</summary>
    public string? OfReference { get; init; }

    /// <summary>Records that were written.</summary>
    public long? Written { get; init; }

    /// <summary>What arrived.</summary>
    public ReceiverReport? Received { get; init; }
}
