namespace Hex.Kubernetes;

/// <summary>
/// What a pod takes of its node, as the scheduler counts it (Kubernetes: pod lifecycle "resource sharing within containers", KEP-753
/// sidecars, KEP-2837 pod-level resources, KEP-1287 in-place resize, KEP-688 overhead).
/// </summary>
internal static class EffectiveResources
{
    private enum Resource
    {
        Cpu,
        Memory,
        EphemeralStorage,
    }

    public static ResourceAmounts Requests(in PodDraft pod, DecodeContext context) => Intern(
        context, Request(pod, Resource.Cpu), Request(pod, Resource.Memory), Request(pod, Resource.EphemeralStorage));

    public static ResourceAmounts Limits(in PodDraft pod, DecodeContext context) => Intern(
        context, Limit(pod, Resource.Cpu), Limit(pod, Resource.Memory), Limit(pod, Resource.EphemeralStorage));

    private static ResourceAmounts Intern(DecodeContext context, Quantity? cpu, Quantity? memory, Quantity? storage) =>
        cpu is null && memory is null && storage is null ? ResourceAmounts.None : context.Amounts.Intern(new(cpu, memory, storage));

    private static Quantity? Request(in PodDraft pod, Resource resource)
    {
        var total = Walk(pod, resource, isLimit: false, out var anySet, out _) is var sum && anySet ? sum : (Quantity?)null;
        if (HasPodLevel(resource) && Of(pod.PodRequests, resource) is { } own)
        {
            var inForce = Larger(Of(pod.StatusRequests, resource), Of(pod.StatusAllocated, resource));
            total = Resized(own, inForce, pod.IsResizeInfeasible && inForce is not null);
        }

        return Of(pod.Overhead, resource) is { } overhead ? (total ?? Quantity.Zero) + overhead : total;
    }

    private static Quantity? Limit(in PodDraft pod, Resource resource)
    {
        var total = Walk(pod, resource, isLimit: true, out _, out var allSet) is var sum && allSet ? sum : (Quantity?)null;
        if (HasPodLevel(resource) && Of(pod.PodLimits, resource) is { } own)
        {
            var inForce = Of(pod.StatusLimits, resource);
            total = Resized(own, inForce, pod.IsResizeInfeasible && inForce is not null);
        }

        return total is { } limit && limit > Quantity.Zero && Of(pod.Overhead, resource) is { } overhead ? limit + overhead : total;
    }

    // App containers run together, with every sidecar. Init containers run one after the other, each beside the sidecars started
    // before it; the pod needs the largest of these moments.
    private static Quantity Walk(in PodDraft pod, Resource resource, bool isLimit, out bool anySet, out bool allSet)
    {
        (anySet, allSet) = (false, pod.AppContainers.Length > 0);
        var app = Quantity.Zero;
        foreach (ref readonly var container in pod.AppContainers)
        {
            app += Amount(pod, container, resource, isLimit, ref anySet, ref allSet);
        }

        var (side, peak) = (Quantity.Zero, Quantity.Zero);
        foreach (ref readonly var container in pod.InitContainers)
        {
            var amount = Amount(pod, container, resource, isLimit, ref anySet, ref allSet);
            if (container.Spec.Kind == ContainerKind.Sidecar)
            {
                app += amount;
                side += amount;
                peak = Quantity.Max(peak, side);
            }
            else
            {
                peak = Quantity.Max(peak, side + amount);
            }
        }

        return Quantity.Max(app, peak);
    }

    private static Quantity Amount(
        in PodDraft pod, in ContainerDraft container, Resource resource, bool isLimit, ref bool anySet, ref bool allSet)
    {
        var spec = Of(isLimit ? container.Spec.Limits : container.Spec.Requests, resource);
        ref readonly var status = ref container.Status;
        var isReported = container.Spec.Kind != ContainerKind.Init
            && (isLimit ? status.Limits is not null : status.Requests is not null || status.Allocated is not null);
        var amount = spec;
        if (isReported)
        {
            var inForce = isLimit ? Of(status.Limits, resource) : Larger(Of(status.Requests, resource), Of(status.Allocated, resource));
            // A limit taken away by a resize still under way counts as one never set: soon it is.
            amount = isLimit && spec is null && !pod.IsResizeInfeasible ? null : Resized(spec, inForce, pod.IsResizeInfeasible);
        }

        anySet |= amount is not null;
        allSet &= amount is not null;
        return amount ?? Quantity.Zero;
    }

    // While a resize is on its way both the old and the new amount may be in use; one that is infeasible will never be.
    private static Quantity? Resized(Quantity? spec, Quantity? inForce, bool isInfeasible) =>
        isInfeasible ? inForce : Larger(spec, inForce);

    private static bool HasPodLevel(Resource resource) => resource is Resource.Cpu or Resource.Memory;

    private static Quantity? Larger(Quantity? left, Quantity? right) =>
        left is null ? right : right is null ? left : Quantity.Max(left.Value, right.Value);

    private static Quantity? Of(ResourceAmounts? amounts, Resource resource) => resource switch
    {
        Resource.Cpu => amounts?.Cpu,
        Resource.Memory => amounts?.Memory,
        _ => amounts?.EphemeralStorage,
    };
}
