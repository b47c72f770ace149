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

    private MetadataSelection(byte[] annotationPrefix, int maxValueLength) =>
        (_labels, _annotations, AnnotationPrefix, MaxValueLength) = ([], [], annotationPrefix, maxValueLength);

    /// <summary>For answers of which only the fields are wanted.</summary>
    internal static MetadataSelection Nothing { get; } = new([], 0);

    /// <summary>For leases that hold state.</summary>
    internal static MetadataSelection State { get; } = new(Encoding.UTF8.GetBytes(LeaseStateStore.AnnotationPrefix), 256 * 1024);

    /// <summary>Annotations whose keys start so are kept too; empty for none.</summary>
    internal byte[] AnnotationPrefix { get; } = [];

    /// <summary>Where values are cut, in bytes.</summary>
    internal int MaxValueLength { get; } = 1024;

    internal ReadOnlySpan<byte[]> Labels => _labels;

    internal ReadOnlySpan<byte[]> Annotations => _annotations;

    private static byte[][] Encode(IEnumerable<string> keys) => [.. keys.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
}
