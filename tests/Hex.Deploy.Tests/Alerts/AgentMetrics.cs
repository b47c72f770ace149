using System.Text.RegularExpressions;
using Hex.Agent.Http.Prometheus;
using Hex.Shared;
using Hex.Telemetry;

namespace Hex.Deploy.Tests.Alerts;

/// <summary>The agent's own metrics as Prometheus names them, from the places in src/ that make them.</summary>
internal static partial class AgentMetrics
{
    public static IReadOnlySet<string> Names { get; } = Find().ToHashSet(StringComparer.Ordinal);

    /// <summary>Metric names in an expression; functions, labels and keywords are none.</summary>
    public static IEnumerable<string> In(string expression) => Name().Matches(expression).Select(match => match.Value).Distinct();

    private static IEnumerable<string> Find()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal))
                continue;
            foreach (Match match in Making().Matches(File.ReadAllText(file)))
            {
                var kind = match.Groups["kind"].Value switch
                {
                    "Counter" => InstrumentKind.Counter,
                    "UpDownCounter" => InstrumentKind.UpDownSum,
                    _ => InstrumentKind.Gauge,
                };
                yield return PrometheusName.OfMetric(new Instrument(match.Groups["name"].Value, match.Groups["unit"].Value, kind, ""));
            }
        }
    }

    [GeneratedRegex(""""(?<![A-Za-z])(?:Create(?:Observable)?)?(?<kind>UpDownCounter|Counter|Gauge)(?:<\w+>)?\(\s*"(?<name>(?:hex|process)\.[a-z0-9_.]+)",\s*(?:[^"]*?,\s*)?(?:"(?<unit>[^"]*)")"""")]
    private static partial Regex Making();

    [GeneratedRegex("""\b(?:hex|process)_[a-z0-9_]+_(?:total|bytes|seconds)\b|\bhex_(?:export_held|agent_info|leader|watch_fresh|logs_files)\b""")]
    private static partial Regex Name();
}
