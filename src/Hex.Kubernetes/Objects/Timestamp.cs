using System.Globalization;

namespace Hex.Kubernetes;

/// <summary>A point in time as nanoseconds since the Unix epoch; eight bytes, and what OTLP sends. Zero means not set.</summary>
/// <param name="UnixNanoseconds">Nanoseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Timestamp(long UnixNanoseconds) : IComparable<Timestamp>
{
    /// <summary>Whether the object carries this time.</summary>
    public bool IsSet => UnixNanoseconds != 0;

    /// <summary>The time of a <see cref="DateTimeOffset"/>.</summary>
    public static Timestamp From(DateTimeOffset time) => new((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);

    /// <summary>The same time, to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + (UnixNanoseconds / 100), TimeSpan.Zero);

    /// <summary>
    /// Reads an RFC 3339 time with any number of fraction digits and any offset (Kubernetes <c>Time</c> and <c>MicroTime</c>).
    /// </summary>
    /// <param name="utf8">The text without quotes.</param>
    /// <param name="timestamp">The time; not set when the text is no time between the years 1678 and 2262.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Timestamp timestamp) => TimestampParser.TryParse(utf8, out timestamp);

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    /// <summary>RFC 3339 in UTC, or the empty string when not set.</summary>
    public override string ToString() =>
        IsSet ? ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>Whether the left time is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.UnixNanoseconds < right.UnixNanoseconds;

    /// <summary>Whether the left time is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.UnixNanoseconds > right.UnixNanoseconds;

    /// <summary>Whether the left time is not later.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixNanoseconds <= right.UnixNanoseconds;

    /// <summary>Whether the left time is not earlier.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixNanoseconds >= right.UnixNanoseconds;
}
