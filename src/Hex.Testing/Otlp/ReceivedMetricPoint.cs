namespace Hex.Testing.Otlp;

/// <summary>The shape of a received metric.</summary>
public enum ReceivedMetricKind
{
    /// <summary>The current value of something.</summary>
    Gauge,

    /// <summary>A sum over time.</summary>
    Sum,

    /// <summary>Counts in buckets.</summary>
    Histogram,
}

/// <summary>The time span a sum or histogram covers, with OTLP's numbers.</summary>
public enum ReceivedTemporality
{
    /// <summary>Not said, or a gauge.</summary>
    Unspecified = 0,

    /// <summary>Since the point before.</summary>
    Delta = 1,

    /// <summary>Since the start time.</summary>
    Cumulative = 2,
}

/// <summary>One data point as it arrived, with what stood above it in the request. Attribute values are as in <see cref="ReceivedLog"/>.</summary>
public sealed record ReceivedMetricPoint
{
    /// <summary>The <see cref="ReceivedRequest.Number"/> of the request it came with.</summary>
    public long Request { get; internal set; }

    /// <summary>The resource's attributes.</summary>
    public required IReadOnlyDictionary<string, object?> Resource { get; init; }

    /// <summary>The instrumentation scope's name; empty if there was none.</summary>
    public required string Scope { get; init; }

    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>The unit in UCUM; empty if unset.</summary>
    public required string Unit { get; init; }

    /// <summary>Empty if unset.</summary>
    public required string Description { get; init; }

    /// <summary>Gauge, sum or histogram.</summary>
    public required ReceivedMetricKind Kind { get; init; }

    /// <summary>Of sums and histograms.</summary>
    public required ReceivedTemporality Temporality { get; init; }

    /// <summary>True for a sum that only grows.</summary>
    public required bool Monotonic { get; init; }

    /// <summary>The point's attributes.</summary>
    public required IReadOnlyDictionary<string, object?> Attributes { get; init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public required ulong StartTimeUnixNano { get; init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public required ulong TimeUnixNano { get; init; }

    /// <summary>The value if it came as a double, else null.</summary>
    public required double? DoubleValue { get; init; }

    /// <summary>The value if it came as an integer, else null.</summary>
    public required long? IntValue { get; init; }

    /// <summary>True for the flag NO_RECORDED_VALUE: the series ended.</summary>
    public required bool NoRecordedValue { get; init; }

    /// <summary>A histogram's content, else null.</summary>
    public required ReceivedHistogram? Histogram { get; init; }

    /// <summary>The number, whichever type it came as; a histogram's sum; NaN if there is none.</summary>
    public double Value => DoubleValue ?? IntValue ?? Histogram?.Sum ?? double.NaN;

    /// <summary><see cref="TimeUnixNano"/> in steps of 100 ns.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks((long)(TimeUnixNano / 100));

    /// <summary><see cref="StartTimeUnixNano"/> in steps of 100 ns.</summary>
    public DateTimeOffset StartTime => DateTimeOffset.UnixEpoch.AddTicks((long)(StartTimeUnixNano / 100));
}

/// <summary>The content of a histogram's point.</summary>
/// <param name="Count">How many values were observed.</param>
/// <param name="Sum">Their sum, if sent.</param>
/// <param name="BucketCounts">How many per bucket; one more than bounds.</param>
/// <param name="Bounds">The upper bounds of all but the last bucket.</param>
public sealed record ReceivedHistogram(ulong Count, double? Sum, IReadOnlyList<ulong> BucketCounts, IReadOnlyList<double> Bounds);
