using Hex.Telemetry;

namespace Hex.Collectors;

/// <summary>
/// Everything one collector (or source of log records) emits. docs/signals.md is generated from it, and a test compares it with what is
/// really emitted.
/// </summary>
/// <param name="name">The name of the collector (see <see cref="ICollector.Name"/>).</param>
/// <param name="title">A heading for people, e.g. <c>Node</c>.</param>
/// <param name="scope">Where it runs.</param>
/// <param name="resource">The attributes its resources may have.</param>
/// <param name="metrics">Its metrics, in the order of the page.</param>
public sealed class SignalCatalogue(
    string name, string title, CollectionScope scope, IReadOnlyList<SignalAttribute> resource, IReadOnlyList<MetricSignal> metrics)
{
    /// <summary>The name of the collector (see <see cref="ICollector.Name"/>).</summary>
    public string Name { get; } = name;

    /// <summary>A heading for people, e.g. <c>Node</c>.</summary>
    public string Title { get; } = title;

    /// <summary>Where it runs.</summary>
    public CollectionScope Scope { get; } = scope;

    /// <summary>The attributes its resources may have. Configured labels, annotations and common attributes come on top.</summary>
    public IReadOnlyList<SignalAttribute> Resource { get; } = resource;

    /// <summary>Its metrics, in the order of the page.</summary>
    public IReadOnlyList<MetricSignal> Metrics { get; } = metrics;

    /// <summary>The event name of its log records; null when it has none.</summary>
    public string? EventName { get; init; }

    /// <summary>The attributes its log records may have.</summary>
    public IReadOnlyList<SignalAttribute> Records { get; init; } = [];

    /// <summary>What else is worth saying about it, a paragraph of Markdown; null for nothing.</summary>
    public string? Remarks { get; init; }
}
