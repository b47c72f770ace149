using System.Globalization;
using System.Text;
using Hex.Telemetry;

namespace Hex.Agent.Http.Prometheus;

/// <summary>
/// Writes points in Prometheus' text format, version 0.0.4:
/// <code>
/// metric = "# HELP " name " " help LF "# TYPE " name " " ( "counter" | "gauge" ) LF 1*sample
/// sample = name [ "{" label *( "," label ) "}" ] " " value LF
/// label  = name "=" DQUOTE value DQUOTE      (\ " and LF escaped by \)
/// </code>
/// Samples of one metric stand together, whichever instrument they came from, and no series stands twice.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes points; those without a value are left out.</summary>
    public static byte[] Write(IEnumerable<MetricPoint> points)
    {
        var text = new StringBuilder(16 * 1024);
        var metrics = points.Where(point => point.Value.HasValue).GroupBy(point => PrometheusName.OfMetric(point.Instrument));
        foreach (var metric in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            var instrument = metric.First().Instrument;
            text.Append("# HELP ").Append(metric.Key).Append(' ');
            Escape(text, instrument.Description, quotes: false);
            text.Append("\n# TYPE ").Append(metric.Key).Append(instrument.Kind == InstrumentKind.Counter ? " counter\n" : " gauge\n");
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var point in metric)
            {
                var labels = Labels(point.Attributes);
                if (written.Add(labels))
                {
                    text.Append(metric.Key).Append(labels).Append(' ').Append(Value(point.Value)).Append('\n');
                }
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Labels(AttributeSet attributes)
    {
        if (attributes.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("{");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var attribute in attributes.Items)
        {
            var name = PrometheusName.OfLabel(attribute.Key);
            if (names.Add(name))
            {
                text.Append(names.Count > 1 ? "," : "").Append(name).Append("=\"");
                Escape(text, attribute.Value.ToString(), quotes: true);
                text.Append('"');
            }
        }

        return text.Append('}').ToString();
    }

    private static void Escape(StringBuilder to, string text, bool quotes)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '"' when quotes => to.Append("\\\""),
                _ => to.Append(character),
            };
        }
    }

    private static string Value(MetricValue value)
    {
        if (value.IsInteger)
        {
            return value.AsInt64.ToString(CultureInfo.InvariantCulture);
        }

        return value.AsDouble switch
        {
            double.PositiveInfinity => "+Inf",
            double.NegativeInfinity => "-Inf",
            var number => number.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
