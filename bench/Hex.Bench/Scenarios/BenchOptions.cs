namespace Hex.Bench.Scenarios;

/// <summary>What <c>measure</c> was told.</summary>
internal sealed record BenchOptions
{
    /// <summary>The published agent.</summary>
    public required string Agent { get; init; }

    /// <summary>Where trees and states go; emptied at the end.</summary>
    public required string Temp { get; init; }

    /// <summary>A copy of recorded container logs.</summary>
    public required string Recorded { get; init; }

    /// <summary>Runs of each <c>--once</c> scenario; the best counts.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Seed of what is generated.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Size of the one big file.</summary>
    public long BigBytes { get; init; } = 1L << 30;

    /// <summary>How long the live and idle scenarios last.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When a run is killed.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);
}
