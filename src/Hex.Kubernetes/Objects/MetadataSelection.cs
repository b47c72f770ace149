using System.Text;

namespace Hex.Kubernetes;

/// <summary>
/// Which labels and annotations the projections keep; all others are passed over without a string. The labels <c>app</c>,
/// <c>app.kubernetes.io/name</c> and <c>pod-template-hash</c> and the annotation <c>kubernetes.io/config.hash</c> are always kept.
/// </summary>
public sealed class MetadataSelection
{
    private readonly byte[][] _labels;
    private readonly byte[][] _annotations;

    /// <summary>Keeps what is always kept, and the keys given.</summary>
    /// <param name="labels">Label keys of any kind of object, e.g. <c>team</c>.</param>
    /// <param name="annotations">Annotation keys, e.g. <c>hexcovery.com/service-name</c>.</param>
    public MetadataSelection(IEnumerable<string>? labels = null, IEnumerable<string>? annotations = null)
    {
        _labels = Encode(["app", "app.kubernetes.io/name", WellKnown.PodTemplateHash, .. labels ?? []]);
        _annotations = Encode([WellKnown.ConfigHash, .. annotations ?? []]);
    }

    private MetadataSelection() => (_labels, _annotations) = ([], []);

    internal static MetadataSelection Nothing { get; } = new();

    internal ReadOnlySpan<byte[]> Labels => _labels;

    internal ReadOnlySpan<byte[]> Annotations => _annotations;

    private static byte[][] Encode(IEnumerable<string> keys) => [.. keys.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
}
