using Hex.Export.Otlp.Wire;

namespace Hex.Export.Otlp.Metrics;

/// <summary>
/// Some of the points of a request, as a request of their own. It is cut out of the bytes, so that a request need not know where each of its points is for the day on
/// which a server refuses it.
/// </summary>
/// <remarks>
/// Reads what <see cref="MetricBody"/> writes: groups, scopes, metrics and their data have lengths of four bytes, and what is repeated in them stands last.
/// <c>group(len4) = Resource, scope(len4); scope = Scope, *metric(len4); metric = …, data(len4); data = …, *point</c>
/// </remarks>
internal static class MetricSlice
{
    private const int Data = 3;
    private const int HeaderBytes = 1 + PatchedLength.Bytes;

    /// <summary>Points <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> of a message, counted in its order.</summary>
    public static OtlpBody Of(ReadOnlySpan<byte> message, RequestBuffers buffers, int first, int count)
    {
        var slice = new OtlpBody(buffers, RequestBuffers.Smallest);
        var (from, to, point) = (first, first + count, 0);
        while (message.Length > 0 && point < to)
        {
            var group = Take(ref message, HeaderBytes + Length(message));
            Copy(slice, group, depth: 0, from, to, ref point);
        }
        return slice;
    }

    // Depth 0 is a group, 1 a scope, 2 a metric, 3 its data.
    private static bool Copy(OtlpBody slice, ReadOnlySpan<byte> item, int depth, int from, int to, ref int point)
    {
        var start = slice.Length;
        var rest = item;
        slice.Append(Take(ref rest, HeaderBytes));
        var hasPoints = false;
        while (rest.Length > 0)
        {
            if (HoldsPoints(rest[0], depth))
            {
                hasPoints |= Copy(slice, Take(ref rest, HeaderBytes + Length(rest)), depth + 1, from, to, ref point);
                continue;
            }
            var isPoint = depth == Data && rest[0] == OtlpTags.DataPoints;
            var field = Take(ref rest, FieldLength(rest));
            if (!isPoint || (point >= from && point < to))
                slice.Append(field);
            hasPoints |= isPoint && point >= from && point < to;
            point += isPoint ? 1 : 0;
        }
        if (hasPoints)
            PatchedLength.Write(slice.Written[(start + 1)..], slice.Length - start - HeaderBytes);
        else
            slice.Advance(start - slice.Length);
        return hasPoints;
    }

    private static bool HoldsPoints(byte tag, int depth) => depth switch
    {
        0 => tag == OtlpTags.GroupScopes,
        1 => tag == OtlpTags.ScopeItems,
        2 => tag is OtlpTags.MetricGauge or OtlpTags.MetricSum,
        _ => false,
    };

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static int Length(ReadOnlySpan<byte> field) => (field[1] & 0x7F) | ((field[2] & 0x7F) << 7) | ((field[3] & 0x7F) << 14) | (field[4] << 21);

    // field = tag value; of the wire types only varints and lengths occur before points.
    private static int FieldLength(ReadOnlySpan<byte> field)
    {
        var (value, at) = (0, 1);
        for (var shift = 0; ; shift += 7)
        {
            value |= (field[at] & 0x7F) << shift;
            if ((field[at++] & 0x80) == 0)
                break;
        }
        return (field[0] & 7) == 2 ? at + value : at;
    }
}
