using System.Buffers;
using System.Globalization;
using System.Text;
using Hex.Export.Grpc.Wire;
using Hex.Export.Otlp.Logs;
using Hex.Export.Text;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Text;

/// <summary>Encoded requests as lines for people: one per log record or metric point, bounded, nothing in them can move a cursor.</summary>
internal static class ConsoleText
{
    /// <summary>The most characters shown of a body.</summary>
    public const int LongestBody = 4096;

    public static void Write(OtlpSignal signal, ReadOnlySpan<byte> message, ArrayBufferWriter<byte> lines)
    {
        var groups = new ProtoReader(message);
        while (groups.Next())
        {
            var resource = new List<KeyValuePair<string, string>>();
            var parts = new ProtoReader(groups.Bytes);
            while (parts.Next())
            {
                if (parts.Field == 1)
                {
                    resource = OtlpAttributes.Read(parts.Bytes, field: 1);
                    continue;
                }
                var items = new ProtoReader(parts.Bytes);
                while (items.Next())
                {
                    if (items.Field != 2)
                        continue;
                    if (signal == OtlpSignal.Logs)
                        WriteLog(items.Bytes, Place(resource), lines);
                    else
                        WriteMetric(items.Bytes, Place(resource), lines);
                }
            }
        }
    }

    // line = time severity place ": " body [attributes]
    private static void WriteLog(ReadOnlySpan<byte> record, string place, ArrayBufferWriter<byte> lines)
    {
        long time = 0, severity = 0;
        string severityText = "", body = "";
        var fields = new ProtoReader(record);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case OtlpTags.LogTime >> 3:
                    time = (long)fields.Number;
                    break;
                case OtlpTags.LogSeverity >> 3:
                    severity = (long)fields.Number;
                    break;
                case OtlpTags.LogSeverityText >> 3:
                    severityText = Printable.From(fields.Bytes, 16);
                    break;
                case OtlpTags.LogBody >> 3:
                    var value = new ProtoReader(fields.Bytes);
                    if (value.Next())
                        body = Printable.From(value.Bytes, LongestBody);
                    break;
            }
        }
        var level = severityText.Length > 0 ? severityText : severity == 0 ? "-" : ((LogSeverity)(((severity - 1) / 4 * 4) + 1)).ToString();
        var attributes = OtlpAttributes.Read(record, OtlpTags.LogAttributes >> 3);
        // The identity is for machines, and which stream it was hardly matters here.
        attributes.RemoveAll(a => a.Key is LogAttributes.Uid or LogAttributes.Stream);
        Line(lines, $"{Time(time)} {level.ToUpperInvariant(),-7} {place}: {body} {OtlpAttributes.Braced(attributes)}");
    }

    private static void WriteMetric(ReadOnlySpan<byte> metric, string place, ArrayBufferWriter<byte> lines)
    {
        string name = "", unit = "";
        var fields = new ProtoReader(metric);
        while (fields.Next())
        {
            if (fields.Field == 1)
                name = Printable.From(fields.Bytes, 256);
            else if (fields.Field == 3)
                unit = Printable.From(fields.Bytes, 64);
            if (fields.Field is not (5 or 7))
                continue;
            var points = new ProtoReader(fields.Bytes);
            while (points.Next())
            {
                if (points.Field == 1)
                    WritePoint(points.Bytes, name, unit, place, lines);
            }
        }
    }

    // line = time place ": " metric [attributes] " = " value [unit]
    private static void WritePoint(ReadOnlySpan<byte> point, string name, string unit, string place, ArrayBufferWriter<byte> lines)
    {
        var time = 0L;
        var value = "ended";
        var fields = new ProtoReader(point);
        while (fields.Next())
        {
            if (fields.Field == OtlpTags.PointTime >> 3)
                time = (long)fields.Number;
            else if (fields.Field == OtlpTags.PointDouble >> 3)
                value = BitConverter.UInt64BitsToDouble(fields.Number).ToString("R", CultureInfo.InvariantCulture);
            else if (fields.Field == OtlpTags.PointInt >> 3)
                value = ((long)fields.Number).ToString(CultureInfo.InvariantCulture);
        }
        var attributes = OtlpAttributes.Braced(OtlpAttributes.Read(point, OtlpTags.PointAttributes >> 3));
        Line(lines, $"{Time(time)} {place}: {name}{attributes} = {value} {unit}");
    }

    // What people call the thing: a container's path, else the object, else whatever identifies it.
    private static string Place(List<KeyValuePair<string, string>> resource)
    {
        string? Of(string key) => resource.Find(a => a.Key == key).Value;
        var parts = new[] { Of("k8s.namespace.name"), Of("k8s.pod.name"), Of("k8s.container.name") };
        if (parts[1] is not null)
            return string.Join('/', parts.Where(p => p is not null));
        if ((Of("k8s.object.kind"), Of("k8s.object.name")) is ({ } kind, { } name))
            return $"{parts[0]}{(parts[0] is null ? "" : "/")}{kind}/{name}";
        return (Of("k8s.node.name") ?? Of("host.name")) is { } node && parts[0] is null ? node : resource.Count == 0 ? "-" : OtlpAttributes.Braced(resource);
    }

    private static string Time(long unixNano) => unixNano == 0 ? "-" : UnixNano.ToDateTimeOffset(unixNano).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void Line(ArrayBufferWriter<byte> lines, string line)
    {
        Encoding.UTF8.GetBytes(line.AsSpan().TrimEnd(), lines);
        lines.Write("\n"u8);
    }
}
