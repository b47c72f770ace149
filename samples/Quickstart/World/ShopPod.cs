namespace Quickstart.World;

internal enum PodStage
{
    Creating,
    Running,
    BackingOff,
    Terminated,
}

/// <summary>How a container ended.</summary>
internal sealed record Ending(string Reason, int ExitCode, DateTimeOffset Started, DateTimeOffset Finished);

/// <summary>A pod with its one container, as the kubelet of its machine sees it.</summary>
internal sealed class ShopPod(Workload owner, Revision revision, string name, Machine machine, DateTimeOffset created)
{
    public Workload Owner { get; } = owner;

    public Service Service => Owner.Service;

    public Revision Revision { get; } = revision;

    public string Name { get; } = name;

    public string Uid { get; } = Guid.NewGuid().ToString();

    public Machine Machine { get; } = machine;

    public DateTimeOffset Created { get; } = created;

    public PodStage Stage { get; set; }

    public bool IsReady { get; set; }

    public DateTimeOffset Started { get; set; }

    public int Restarts { get; set; }

    public Ending? Last { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>A share of its memory limit it uses instead of what is its habit; null for the habit.</summary>
    public double? MemoryShare { get; set; }

    /// <summary>Whether its log says something.</summary>
    public bool Speaks => Stage == PodStage.Running && IsReady && !Machine.IsAway;

    /// <summary>Another for each container that was started.</summary>
    public string ContainerId => $"containerd://{Uid.Replace("-", "", StringComparison.Ordinal)}{Restarts:x32}";
}
