using Hex.Dedup.Ledger;
using Hex.Telemetry;

namespace Hex.Dedup;

/// <summary>
/// How far the events of a cluster have been delivered: what the next reader goes on from. Small (under 64 KiB), and its size does not depend
/// on the cluster's.
/// </summary>
/// <param name="ClusterUid">Of which cluster; another one's watermark means nothing.</param>
/// <param name="Revision">Every event up to this resourceVersion was acknowledged; null when the server's versions are no numbers, or went back.</param>
/// <param name="SettledAtUnixNano">Every event received before this time was acknowledged, nanoseconds since the Unix epoch; 0 when none ever was.</param>
/// <param name="Tail">The events acknowledged last with their counts, oldest first; at most <see cref="MaxTail"/>.</param>
/// <param name="Listed">How far a list came that was not delivered whole; null when there is none.</param>
public sealed record EventWatermark(string ClusterUid, Revision? Revision, long SettledAtUnixNano, IReadOnlyList<EventCount> Tail, ListPosition? Listed = null)
{
    /// <summary>How many events the tail remembers: the ones that may be counted again soon, or were acknowledged out of order.</summary>
    public const int MaxTail = 2000;

    /// <summary>How many bytes a watermark has at most.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The bytes to keep in a state store.</summary>
    /// <exception cref="InvalidOperationException">A name is so long that the bytes would be more than <see cref="MaxLength"/>.</exception>
    public byte[] ToBytes() => WatermarkFormat.Write(this);

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <returns>False when the bytes are nothing it made, or of a later version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EventWatermark? watermark) => WatermarkFormat.TryRead(bytes, out watermark);
}

/// <summary>
/// A place in a list that is read page by page, in the order of its keys: every event up to there, of a version up to that, was acknowledged. A list has no order
/// of versions, so that without it a reader that was killed in a long first list would send all of it once more.
/// </summary>
/// <param name="Place">Namespace and name of the last event, <c>namespace/name</c>; compared byte by byte.</param>
/// <param name="Revision">The highest version up to there.</param>
public sealed record ListPosition(string Place, Revision Revision);

/// <summary>An event and how often it had happened.</summary>
/// <param name="Key">The event's UID, hashed.</param>
/// <param name="Occurrences">How often.</param>
public readonly record struct EventCount(Id128 Key, int Occurrences);
