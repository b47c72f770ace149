namespace Hex.Kubernetes;

/// <summary>What the decoders of one client share: pools, counters and the labels and annotations asked for.</summary>
internal sealed class DecodeContext(MetadataSelection selection, int slots = StringPool.DefaultSlots)
{
    public MetadataSelection Selection { get; } = selection;

    public DecodeStatistics Statistics { get; } = new();

    public StringPool Strings { get; } = new(slots);

    public ValuePool<ResourceAmounts> Amounts { get; } = new(slots / 4);

    public ValuePool<ContainerSpec> Containers { get; } = new(slots / 2);

    public ValuePool<OwnerReference> Owners { get; } = new(slots / 2);

    public ValuePool<MetadataValues> Metadata { get; } = new(slots / 2);

    /// <summary>For single answers, of which nothing is worth sharing.</summary>
    public static DecodeContext Bare() => new(MetadataSelection.Nothing, 8);
}
