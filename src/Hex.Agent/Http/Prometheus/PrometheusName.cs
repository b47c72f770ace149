using System.Text;
using Hex.Telemetry;

namespace Hex.Agent.Http.Prometheus;

/// <summary>
/// The names that metrics and attributes have in Prometheus' text format, by OpenTelemetry's rules: characters outside
/// <c>[a-zA-Z0-9_:]</c> become <c>_</c>, the unit is appended in full, and counters end in <c>_total</c>.
/// </summary>
internal static class PrometheusName
{
    /// <summary>The name of a metric.</summary>
    public static string OfMetric(Instrument instrument)
    {
        var name = Clean(instrument.Name, allowColon: true);
        if (UnitWord(instrument.Unit) is { } unit && !Contains(name, unit))
        {
            name += "_" + unit;
        }

        return instrument.Kind == InstrumentKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>The name of a label.</summary>
    public static string OfLabel(string key) => Clean(key, allowColon: false);

    private static bool Contains(string name, string unit) => $"_{name}_".Contains($"_{unit}_", StringComparison.Ordinal);

    // Annotations ({record}) say what is counted, which the name does already.
    private static string? UnitWord(string unit) => unit switch
    {
        "By" => "bytes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "ns" => "nanoseconds",
        "By/s" => "bytes_per_second",
        _ => null,
    };

    private static string Clean(string text, bool allowColon)
    {
        var clean = new StringBuilder(text.Length + 1);
        foreach (var character in text)
        {
            clean.Append(char.IsAsciiLetterOrDigit(character) || character == '_' || (allowColon && character == ':') ? character : '_');
        }

        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
        {
            clean.Insert(0, '_');
        }

        return clean.ToString();
    }
}
