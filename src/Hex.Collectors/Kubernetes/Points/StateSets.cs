using Hex.Kubernetes;
using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;

namespace Hex.Collectors.Kubernetes;

/// <summary>The attribute sets of closed vocabularies.</summary>
internal static class StateSets
{
    public static readonly AttributeSet NamespaceActive = Set(NamespacePhaseKey, "active");
    public static readonly AttributeSet NamespaceTerminating = Set(NamespacePhaseKey, "terminating");

    public static readonly (PodPhase Phase, AttributeSet Attributes)[] PodPhases =
    [
        (PodPhase.Pending, Set(PodPhaseKey, "Pending")),
        (PodPhase.Running, Set(PodPhaseKey, "Running")),
        (PodPhase.Succeeded, Set(PodPhaseKey, "Succeeded")),
        (PodPhase.Failed, Set(PodPhaseKey, "Failed")),
        (PodPhase.Unknown, Set(PodPhaseKey, "Unknown")),
    ];

    public static readonly (ContainerState State, AttributeSet Attributes)[] ContainerStates =
    [
        (ContainerState.Waiting, Set(ContainerStateKey, "waiting")),
        (ContainerState.Running, Set(ContainerStateKey, "running")),
        (ContainerState.Terminated, Set(ContainerStateKey, "terminated")),
    ];

    public static readonly AttributeSet AppContainers = Set(ContainerKindKey, "app");
    public static readonly AttributeSet InitContainers = Set(ContainerKindKey, "init");
    public static readonly AttributeSet Sidecars = Set(ContainerKindKey, "sidecar");
    public static readonly AttributeSet EphemeralContainers = Set(ContainerKindKey, "ephemeral");

    public static readonly (ClaimPhase Phase, string Word)[] ClaimPhases =
        [(ClaimPhase.Pending, "Pending"), (ClaimPhase.Bound, "Bound"), (ClaimPhase.Lost, "Lost")];

    private static AttributeSet Set(SignalAttribute attribute, string value) => AttributeSet.Create((attribute.Key, value));
}
