using Hex.Kubernetes;
using Hex.Telemetry;
using Microsoft.Extensions.Options;

namespace Hex.Attribution;

/// <summary>What signals of Kubernetes objects are attributed with, and how long what is gone is remembered.</summary>
public sealed class AttributionOptions
{
    /// <summary>10 min: pods end seldom later than their owner by more, and events speak of the dead for some minutes.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromMinutes(10);

    /// <summary>5 s: a watch that lags behind another one lags by less.</summary>
    public static readonly TimeSpan DefaultOwnerWait = TimeSpan.FromSeconds(5);

    /// <summary>Pod labels to copy, as <c>k8s.pod.label.{key}</c>. Default none.</summary>
    public IList<string> PodLabels { get; } = [];

    /// <summary>Pod annotations to copy, as <c>k8s.pod.annotation.{key}</c>. Default none.</summary>
    public IList<string> PodAnnotations { get; } = [];

    /// <summary>Labels of the namespace to copy, as <c>k8s.namespace.label.{key}</c>. Default none.</summary>
    public IList<string> NamespaceLabels { get; } = [];

    /// <summary>Annotations of the namespace to copy, as <c>k8s.namespace.annotation.{key}</c>. Default none.</summary>
    public IList<string> NamespaceAnnotations { get; } = [];

    /// <summary>
    /// Whether the label <c>app.kubernetes.io/name</c> gives <c>service.name</c> to objects without the annotation and without the label
    /// <c>app</c>. Default false.
    /// </summary>
    public bool UseAppKubernetesIoName { get; set; }

    /// <summary>How long an object is remembered after its delete: its pods, its events and its late lines still resolve. Default 10 min.</summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = DefaultTimeToLive;

    /// <summary>How long a new pod may be held back because its owner is not known yet (see <see cref="ClusterAttribution.IsWaiting"/>). Default 5 s.</summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan OwnerWait { get; set; } = DefaultOwnerWait;

    /// <summary>
    /// The labels and annotations these options read, for <see cref="Projections"/>: what is not selected there is not seen here.
    /// </summary>
    /// <param name="labels">Further labels to keep.</param>
    /// <param name="annotations">Further annotations to keep.</param>
    public MetadataSelection CreateSelection(IEnumerable<string>? labels = null, IEnumerable<string>? annotations = null) => new(
        [.. PodLabels, .. NamespaceLabels, .. ClusterNames.NodeLabels, .. labels ?? []],
        [.. AttributionAnnotations.All, .. PodAnnotations, .. NamespaceAnnotations, .. annotations ?? []]);
}

/// <summary>Checks <see cref="AttributionOptions"/> by their annotations.</summary>
[OptionsValidator]
public sealed partial class AttributionOptionsValidator : IValidateOptions<AttributionOptions>;
