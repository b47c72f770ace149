namespace Hex.Bench.Measure;

/// <summary>What one run of a program took.</summary>
internal sealed record RunResult
{
    /// <summary>User and system time of all its threads.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>From start to end.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The most resident bytes (VmHWM, looked at every 20 ms).</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Its exit code; -1 when the time limit ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The last lines it wrote.</summary>
    public required IReadOnlyList<string> LastLines { get; init; }
}
