using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>When a collector runs.</summary>
public sealed class CollectorOptions
{
    /// <summary>30 s: what dashboards and alerts of Kubernetes state are used to.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    /// <summary>20 s: done before the next one is due.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>False to leave it out. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>From the start of one collection to the start of the next. Default 30 s.</summary>
    [DurationRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = DefaultInterval;

    /// <summary>How long one collection may take; it is cancelled then and counts as failed. Default 20 s.</summary>
    [DurationRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;
}

/// <summary>How collectors are run.</summary>
public sealed class CollectionOptions
{
    /// <summary>30 s: the collectors of many nodes that start at once spread over a whole interval.</summary>
    public static readonly TimeSpan DefaultSplay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The first collection is at a random moment within this time, and within the collector's interval. Collectors of <see cref="CollectionScope.Cluster"/>
    /// share theirs, so that they see the cluster at one time. Default 30 s.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00")]
    public TimeSpan Splay { get; set; } = DefaultSplay;

    /// <summary>Whether a series that is no longer written ends with one point without a value (OTLP flag NoRecordedValue). Default true.</summary>
    public bool EndMarkers { get; set; } = true;

    /// <summary>Names of metrics that are not collected. Default none.</summary>
    public ISet<string> DisabledMetrics { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>When collectors without options of their own run.</summary>
    [ValidateObjectMembers(typeof(CollectorOptionsValidator))]
    public CollectorOptions Defaults { get; set; } = new();

    /// <summary>Options of single collectors by name (see <see cref="ICollector.Name"/>).</summary>
    public IDictionary<string, CollectorOptions> Collectors { get; } = new Dictionary<string, CollectorOptions>(StringComparer.Ordinal);

    /// <summary>The options of a collector.</summary>
    public CollectorOptions For(string collector) => Collectors.TryGetValue(collector, out var own) ? own : Defaults;

    internal void Validate()
    {
        var result = new CollectionOptionsCheck().Validate(nameof(CollectionOptions), this);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(CollectionOptions), typeof(CollectionOptions), result.Failures);
        }
    }
}

[OptionsValidator]
internal sealed partial class CollectorOptionsValidator : IValidateOptions<CollectorOptions>;

[OptionsValidator]
internal sealed partial class CollectionOptionsValidator : IValidateOptions<CollectionOptions>;

/// <summary>The generated validator does not look into dictionaries: the options of single collectors are checked here.</summary>
internal sealed class CollectionOptionsCheck : IValidateOptions<CollectionOptions>
{
    public ValidateOptionsResult Validate(string? name, CollectionOptions options)
    {
        List<string> failures = [.. new CollectionOptionsValidator().Validate(name, options).Failures ?? []];
        foreach (var (collector, own) in options.Collectors)
        {
            failures.AddRange(new CollectorOptionsValidator().Validate($"collector '{collector}'", own).Failures ?? []);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
