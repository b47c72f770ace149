namespace Hex.Kubernetes;

/// <summary>Amounts of the resources collectors report; a resource that is not set is null, which is not zero. Shared instances.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="EphemeralStorage">Bytes.</param>
public sealed record ResourceAmounts(Quantity? Cpu = null, Quantity? Memory = null, Quantity? EphemeralStorage = null)
{
    /// <summary>Nothing set.</summary>
    public static ResourceAmounts None { get; } = new();

    /// <summary>Per resource the larger of both where both are set, else the one that is.</summary>
    internal static ResourceAmounts Max(ResourceAmounts left, ResourceAmounts right) =>
        new(Max(left.Cpu, right.Cpu), Max(left.Memory, right.Memory), Max(left.EphemeralStorage, right.EphemeralStorage));

    private static Quantity? Max(Quantity? left, Quantity? right) =>
        left is null ? right : right is null ? left : Quantity.Max(left.Value, right.Value);
}
