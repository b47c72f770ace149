using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hex.Telemetry;

namespace Hex.Dedup;

/// <summary>
/// The stable identity of an event's occurrence (<c>log.record.uid</c>): whoever sends it, and however often, it has the same one.
/// </summary>
public static class EventRecordId
{
    /// <summary>The id of the occurrence that raised an event's count to <paramref name="occurrences"/>.</summary>
    /// <param name="clusterUid">The cluster's UID: event UIDs are unique in a cluster, and etcd backups carry them to another.</param>
    /// <param name="eventUid">The event's UID.</param>
    /// <param name="occurrences">How often it happened so far, at least 1.</param>
    public static Id128 Of(string clusterUid, string eventUid, int occurrences)
    {
        ArgumentNullException.ThrowIfNull(clusterUid);
        ArgumentNullException.ThrowIfNull(eventUid);
        // Lengths come first, so that no two triples make the same text.
        return Hash(string.Create(CultureInfo.InvariantCulture, $"k8s.event/{clusterUid.Length}/{clusterUid}/{eventUid.Length}/{eventUid}/{occurrences}"));
    }

    /// <summary>An event's key in memories of counts.</summary>
    internal static Id128 KeyOf(string eventUid) => Hash(eventUid);

    private static Id128 Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Id128(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }
}
