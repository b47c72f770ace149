using System.Text;
using Hex.Telemetry;

namespace Hex.Collectors;

/// <summary>Writes catalogues as a Markdown page: docs/signals.md, and what <c>hex-agent signals</c> prints.</summary>
public static class SignalPage
{
    private const string Head = """
        # Signals

        <!-- Generated from the catalogues by a test (SignalPageTests); run it with HEX_APPROVE=1 to write it anew. -->

        Every metric and event record Hex emits. ★ names are OpenTelemetry semantic conventions, ☆ names are ours where the conventions have none.
        Units are UCUM; CPU is in `{cpu}` (cores). Kinds: gauge, sum (cumulative, may go down), counter (cumulative, only grows).
        A series that is no longer emitted ends with one point flagged NoRecordedValue, unless `metrics.endMarkers` is off.

        """;

    /// <summary>Writes the page.</summary>
    /// <param name="catalogues">What is on it, in its order.</param>
    public static string Write(IEnumerable<SignalCatalogue> catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        var page = new StringBuilder(Head);
        var attributes = new SortedDictionary<string, SignalAttribute>(StringComparer.Ordinal);
        foreach (var catalogue in catalogues)
        {
            WriteCatalogue(page, catalogue);
            foreach (var attribute in catalogue.Resource.Concat(catalogue.Metrics.SelectMany(metric => metric.Attributes)).Concat(catalogue.Records))
            {
                attributes.TryAdd(attribute.Key, attribute);
            }
        }

        page.Append("\n## Attributes\n\n| attribute | what |\n|---|---|\n");
        foreach (var attribute in attributes.Values)
        {
            page.Append($"| {Star(attribute.Origin)} `{attribute.Key}` | {attribute.Description} |\n");
        }

        return page.ToString();
    }

    private static void WriteCatalogue(StringBuilder page, SignalCatalogue catalogue)
    {
        page.Append($"\n## {catalogue.Title}\n\nCollector `{catalogue.Name}`, {(catalogue.Scope == CollectionScope.Node ? "on every node" : "once per cluster")}.");
        if (catalogue.Resource.Count > 0)
        {
            page.Append($" Resource: {List(catalogue.Resource)}.");
        }

        page.Append('\n');
        if (catalogue.Remarks is not null)
        {
            page.Append('\n').Append(catalogue.Remarks).Append('\n');
        }

        if (catalogue.EventName is not null)
        {
            page.Append($"\nLog records with event name `{catalogue.EventName}`; attributes: {List(catalogue.Records)}.\n");
        }

        if (catalogue.Metrics.Count == 0)
        {
            return;
        }

        page.Append("\n| metric | kind, unit | attributes | what | read from |\n|---|---|---|---|---|\n");
        foreach (var (instrument, origin, source, attributes) in catalogue.Metrics)
        {
            page.Append($"| {Star(origin)} `{instrument.Name}` | {Kind(instrument.Kind)} `{instrument.Unit}` | {List(attributes)} | {instrument.Description} | {source} |\n");
        }
    }

    private static char Star(SignalOrigin origin) => origin == SignalOrigin.Convention ? '★' : '☆';

    private static string Kind(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Gauge => "gauge",
        InstrumentKind.UpDownSum => "sum",
        _ => "counter",
    };

    private static string List(IReadOnlyList<SignalAttribute> attributes) => string.Join(", ", attributes.Select(attribute => $"`{attribute.Key}`"));
}
