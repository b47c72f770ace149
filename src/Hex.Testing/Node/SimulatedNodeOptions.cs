namespace Hex.Testing.Node;

/// <summary>Which container runtime's files a <see cref="SimulatedNode"/> writes.</summary>
public enum SimulatedRuntime
{
    /// <summary>containerd or CRI-O: CRI lines in plain files, rotated by the kubelet.</summary>
    Containerd,

    /// <summary>cri-dockerd: the pod's <c>N.log</c> is a symlink to a json-file that Docker rotates to <c>.1</c>, <c>.2</c>, ….</summary>
    Docker,
}

/// <summary>How a <see cref="SimulatedNode"/> behaves; the defaults are the kubelet's.</summary>
public sealed class SimulatedNodeOptions
{
    /// <summary>The directory that stands for <c>/var/log/pods</c>; made if missing. Required.</summary>
    public required string Root { get; set; }

    /// <summary>Which runtime; default <see cref="SimulatedRuntime.Containerd"/>.</summary>
    public SimulatedRuntime Runtime { get; set; }

    /// <summary>The directory of Docker's json-files; by default <c>docker</c> beside <see cref="Root"/>.</summary>
    public string? DockerRoot { get; set; }

    /// <summary>Everything random follows from it. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The clock of line time stamps, rotation names and live writing. The system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The node's offset from UTC in CRI time stamps; default zero, written as Z.</summary>
    public TimeSpan UtcOffset { get; set; }

    /// <summary>A file of this size or more is rotated when the kubelet looks (kubelet's containerLogMaxSize); default 10 MiB.</summary>
    public long MaxFileBytes { get; set; } = 10 << 20;

    /// <summary>Files kept per container, the current one included, at least 2 (kubelet's containerLogMaxFiles); default 5.</summary>
    public int MaxFiles { get; set; } = 5;

    /// <summary>How often the kubelet looks in live mode; default 10 s.</summary>
    public TimeSpan RotationCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long, in live mode, the runtime still writes to the renamed file after the new one was made; default 50 ms.</summary>
    public TimeSpan WritesToOldFileFor { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The probability that the runtime fails to reopen and the kubelet renames the file back; default 0.</summary>
    public double FailedReopenProbability { get; set; }

    /// <summary>Where the runtime cuts lines, in bytes of content; default 16,384.</summary>
    public int PartBytes { get; set; } = 16384;

    /// <summary>The share of generated lines longer than a part; default 0.01.</summary>
    public double LongLineShare { get; set; } = 0.01;

    /// <summary>The share of generated lines on stderr; default 0.15.</summary>
    public double StderrShare { get; set; } = 0.15;

    /// <summary>How many of a container's ended instances keep their files when it restarts (kubelet: 1); default 1.</summary>
    public int EndedInstancesKept { get; set; } = 1;

    /// <summary>False keeps a hash of each record's content instead of the content, for millions of records. Default true.</summary>
    public bool KeepContent { get; set; } = true;
}
