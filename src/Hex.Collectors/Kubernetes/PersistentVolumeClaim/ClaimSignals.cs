using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="PersistentVolumeClaimCollector"/> emits.</summary>
internal static class ClaimSignals
{
    public static readonly SignalAttribute Name = SignalAttribute.Convention("k8s.persistentvolumeclaim.name", "The claim.");
    public static readonly SignalAttribute Uid = SignalAttribute.Convention("k8s.persistentvolumeclaim.uid", "The claim's UID.");
    public static readonly SignalAttribute AccessModes = SignalAttribute.Own("k8s.persistentvolumeclaim.access_modes", "How it may be mounted, e.g. `ReadWriteOnce`.");
    public static readonly SignalAttribute VolumeName = SignalAttribute.Convention("k8s.persistentvolume.name", "The volume it is bound to.");
    public static readonly SignalAttribute StorageClass = SignalAttribute.Convention(
        "k8s.storageclass.name", "The storage class it asks for; absent means the default class, empty means none.");

    public static readonly SignalAttribute PhaseKey = SignalAttribute.Convention("k8s.persistentvolumeclaim.status.phase", "`Pending`, `Bound`, `Lost`.");

    public static readonly MetricSignal Request = Convention(
        UpDownSum("k8s.persistentvolumeclaim.storage.request", "By", "Storage asked for."), "spec.resources.requests", VolumeName, StorageClass);

    public static readonly MetricSignal Capacity = Convention(
        UpDownSum("k8s.persistentvolumeclaim.storage.capacity", "By", "Storage it has; only while bound."), "status.capacity", VolumeName, StorageClass);

    public static readonly MetricSignal Phase = Convention(
        UpDownSum("k8s.persistentvolumeclaim.status.phase", "{persistentvolumeclaim}", "1 for the phase it has, 0 for the others."),
        "status.phase", VolumeName, StorageClass, PhaseKey);

    public static SignalCatalogue Catalogue { get; } = new(
        "pvc", "PersistentVolumeClaim", CollectionScope.Cluster, [Name, Uid, AccessModes, .. Namespaced], [Request, Capacity, Phase]);
}
