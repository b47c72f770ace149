namespace Hex.Telemetry;

/// <summary>A container as its log directory names it.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="PodUid">The pod's uid; for a static pod the hash of its configuration.</param>
/// <param name="Container">The container's name.</param>
public readonly record struct ContainerIdentity(string Namespace, string Pod, string PodUid, string Container);

/// <summary>What is known of a container.</summary>
/// <param name="Resource">What its log records are about.</param>
/// <param name="Collect">False to leave its logs alone.</param>
/// <param name="Multiline">Whether continuation lines are joined; null leaves it to the reader's configuration.</param>
public sealed record ContainerMetadata(Resource Resource, bool Collect = true, bool? Multiline = null);

/// <summary>Knows who a container is. Thread-safe; answers from memory.</summary>
public interface IResourceResolver
{
    /// <summary>Grows whenever an answer may have changed, so that a reader asks again only then.</summary>
    long Version { get; }

    /// <summary>What is known of a container now; null when nothing is known yet.</summary>
    /// <param name="container">The container.</param>
    /// <param name="restart">Its restart number, for what belongs to one run of it (container id).</param>
    ContainerMetadata? Resolve(in ContainerIdentity container, int restart);
}
