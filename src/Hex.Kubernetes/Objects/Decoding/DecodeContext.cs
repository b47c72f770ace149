namespace Hex.Kubernetes;

/// <summary>What the decoders of one client share: pools, counters and the labels and annotations asked for.</summary>
internal sealed class DecodeContext(MetadataSelection selection)
{
    public MetadataSelection Selection { get; } = selection;

    public DecodeStatistics Statistics { get; } = new();

    public StringPool Strings { get; } = new();

    public ValuePool<ResourceAmounts> Amounts { get; } = new();

    public ValuePool<ContainerSpec> Containers { get; } = new(4096);

    public ValuePool<OwnerReference> Owners { get; } = new(4096);

    public ValuePool<MetadataValues> Metadata { get; } = new(4096);

}
