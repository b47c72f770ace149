using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Resources;

/// <summary>The labels and annotations of a kind that are copied to attributes.</summary>
/// <param name="prefix">E.g. <c>k8s.pod</c>: a label becomes <c>k8s.pod.label.{key}</c>, as the semantic conventions have it.</param>
/// <param name="labels">Label keys.</param>
/// <param name="annotations">Annotation keys.</param>
internal sealed class CopiedMetadata(string prefix, IEnumerable<string> labels, IEnumerable<string> annotations)
{
    private readonly (string Key, string Attribute)[] _labels = [.. labels.Distinct().Select(key => (key, $"{prefix}.label.{key}"))];
    private readonly (string Key, string Attribute)[] _annotations = [.. annotations.Distinct().Select(key => (key, $"{prefix}.annotation.{key}"))];

    public bool IsEmpty => _labels.Length == 0 && _annotations.Length == 0;

    public void AddTo(List<TelemetryAttribute> attributes, KubernetesObject item)
    {
        AddTo(attributes, item.Labels, _labels);
        AddTo(attributes, item.Annotations, _annotations);
    }

    // A label may be there without a value, which says something too.
    private static void AddTo(List<TelemetryAttribute> attributes, MetadataValues values, (string Key, string Attribute)[] wanted)
    {
        foreach (var (key, attribute) in wanted)
        {
            if (values[key] is { } value)
            {
                attributes.Add(new TelemetryAttribute(attribute, value));
            }
        }
    }
}
