using System.Collections.Frozen;

namespace Hex.Collectors.Kubernetes;

/// <summary>
/// The reasons kubelet and container runtimes give for a container's state: those of the semantic conventions
/// (<c>k8s.container.status.reason</c>) and the rest of the kubelet's own vocabulary.
/// </summary>
internal static class ContainerReasons
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "Completed", "ContainerCannotRun", "ContainerCreating", "ContainerStatusUnknown", "CrashLoopBackOff", "CreateContainerConfigError",
        "CreateContainerError", "DeadlineExceeded", "ErrImageNeverPull", "ErrImagePull", "Error", "Evicted", "ImageInspectError", "ImagePullBackOff",
        "InvalidImageName", "OOMKilled", "PodInitializing", "PostStartHookError", "PreCreateHookError", "PreStartHookError", "RegistryUnavailable",
        "RunContainerError", "SignatureValidationFailed", "StartError", "Unknown",
    ]);

    /// <summary>The reason, or <c>_OTHER</c> when it is no word of these.</summary>
    public static string Known(string reason) => Words.Contains(reason) ? reason : ValueSets.OtherValue;
}
