using System.Runtime.InteropServices;

namespace Hex.Kubernetes;

/// <summary>A container while its pod is decoded; the status is the default until it is joined by name.</summary>
internal struct ContainerDraft
{
    public ContainerSpec Spec;
    public ContainerStatus Status;
}

/// <summary>A pod while it is decoded: spec and status may come in either order.</summary>
internal struct PodDraft
{
    // Below this a walk is faster than a dictionary; above it a hostile pod would make the walk quadratic.
    private const int IndexedFrom = 16;

    public string? NodeName;
    public PodPhase Phase;
    public string? Reason;
    public QosClass QosClass;
    public Timestamp Started;
    public ConditionList? Conditions;
    public List<ContainerDraft>? App;
    public List<ContainerDraft>? Init;
    public List<ContainerDraft>? Ephemeral;
    public List<ContainerStatus>? Statuses;
    public ResourceAmounts? PodRequests;
    public ResourceAmounts? PodLimits;
    public ResourceAmounts? Overhead;
    public ResourceAmounts? StatusRequests;
    public ResourceAmounts? StatusLimits;
    public ResourceAmounts? StatusAllocated;
    public bool IsResizeInfeasible;

    public readonly ReadOnlySpan<ContainerDraft> AppContainers => CollectionsMarshal.AsSpan(App);

    public readonly ReadOnlySpan<ContainerDraft> InitContainers => CollectionsMarshal.AsSpan(Init);

    public readonly ContainerCounts Counts
    {
        get
        {
            var sidecars = 0;
            foreach (ref readonly var container in InitContainers)
            {
                sidecars += container.Spec.Kind == ContainerKind.Sidecar ? 1 : 0;
            }

            return new(AppContainers.Length, InitContainers.Length - sidecars, sidecars, Ephemeral?.Count ?? 0);
        }
    }

    /// <summary>Gives every container its status. Names are unique in a pod across all kinds of containers.</summary>
    public readonly void JoinStatuses()
    {
        var statuses = CollectionsMarshal.AsSpan(Statuses);
        var index = statuses.Length >= IndexedFrom ? new Dictionary<string, int>(statuses.Length, StringComparer.Ordinal) : null;
        for (var i = 0; index is not null && i < statuses.Length; i++)
        {
            index.TryAdd(statuses[i].Name ?? "", i);
        }

        Join(App, statuses, index);
        Join(Init, statuses, index);
        Join(Ephemeral, statuses, index);
    }

    private static void Join(List<ContainerDraft>? containers, ReadOnlySpan<ContainerStatus> statuses, Dictionary<string, int>? index)
    {
        foreach (ref var container in CollectionsMarshal.AsSpan(containers))
        {
            var found = index is null ? Find(statuses, container.Spec.Name) : index.GetValueOrDefault(container.Spec.Name, -1);
            if (found >= 0)
            {
                container.Status = statuses[found];
            }
        }
    }

    private static int Find(ReadOnlySpan<ContainerStatus> statuses, string name)
    {
        for (var i = 0; i < statuses.Length; i++)
        {
            if (statuses[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
