namespace Hex.Kubernetes;

/// <summary>What a container is to its pod.</summary>
public enum ContainerKind : byte
{
    /// <summary>One of spec.containers.</summary>
    App,

    /// <summary>One of spec.initContainers that must end before the next starts.</summary>
    Init,

    /// <summary>One of spec.initContainers with restartPolicy Always, running beside the app containers.</summary>
    Sidecar,

    /// <summary>One of spec.ephemeralContainers.</summary>
    Ephemeral,
}

/// <summary>What a pod's spec says of a container; shared by the pods of a template.</summary>
/// <param name="Name">Unique in its pod.</param>
/// <param name="Kind">App, init, sidecar or ephemeral.</param>
/// <param name="Image">As written in the spec.</param>
/// <param name="Requests">spec resources.requests.</param>
/// <param name="Limits">spec resources.limits.</param>
public sealed record ContainerSpec(string Name, ContainerKind Kind, string Image, ResourceAmounts Requests, ResourceAmounts Limits);
