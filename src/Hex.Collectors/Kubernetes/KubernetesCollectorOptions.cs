using Hex.Attribution;
using Hex.Telemetry;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Kubernetes;

/// <summary>What the Kubernetes collectors read and leave out. Intervals and switches of single collectors are in <see cref="CollectionOptions"/>.</summary>
public sealed class KubernetesCollectorOptions
{
    /// <summary>15 s: a first list of some thousand pods takes a few, and a collection may take 20.</summary>
    public static readonly TimeSpan DefaultSyncTimeout = TimeSpan.FromSeconds(15);

    /// <summary>5 s: metrics-server answers in less than one; state is not held back for longer.</summary>
    public static readonly TimeSpan DefaultUsageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>5 min: longer than the intervals in use, so that a watch lasts from one collection to the next.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Namespaces whose objects are collected; a <c>*</c> at the end stands for any ending. Default empty: all. Sums over nodes count the
    /// pods of every namespace.
    /// </summary>
    public IList<string> IncludeNamespaces { get; } = [];

    /// <summary>Namespaces whose objects are not collected, also where they are included; a <c>*</c> at the end stands for any ending. Default none.</summary>
    public IList<string> ExcludeNamespaces { get; } = [];

    /// <summary>Whether CPU and memory usage is read from the Metrics API. Default true.</summary>
    public bool Usage { get; set; } = true;

    /// <summary>How long the first collections wait for the first list of what they read; from then on they go on with what is there, and fail without what they are about. Default 15 s.</summary>
    [DurationRange("00:00:00.010", "01:00:00")]
    public TimeSpan SyncTimeout { get; set; } = DefaultSyncTimeout;

    /// <summary>How long a collection waits for the Metrics API before it goes on without usage. Default 5 s.</summary>
    [DurationRange("00:00:00.010", "00:01:00")]
    public TimeSpan UsageTimeout { get; set; } = DefaultUsageTimeout;

    /// <summary>How long the cluster is watched on after the last collection: a process that no longer leads stops watching. Default 5 min.</summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = DefaultIdleTimeout;

    /// <summary>How resources are attributed: services, copied labels, how long owners are remembered.</summary>
    [ValidateObjectMembers(typeof(AttributionOptionsValidator))]
    public AttributionOptions Attribution { get; set; } = new();
}

/// <summary>Checks <see cref="KubernetesCollectorOptions"/> by their annotations.</summary>
[OptionsValidator]
public sealed partial class KubernetesCollectorOptionsValidator : IValidateOptions<KubernetesCollectorOptions>;
