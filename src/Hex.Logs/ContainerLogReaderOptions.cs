using System.ComponentModel.DataAnnotations;
using Hex.Telemetry;

namespace Hex.Logs;

/// <summary>Where to begin with files that are older than the reader and of which nothing is known.</summary>
public enum StartAt
{
    /// <summary>At their end: only what is written from now on.</summary>
    End,

    /// <summary>At their beginning.</summary>
    Beginning,
}

/// <summary>How container logs are read. Every default is a constant with its reason.</summary>
public sealed class ContainerLogReaderOptions
{
    /// <summary>Where the kubelet keeps pod logs.</summary>
    public const string DefaultRoot = "/var/log/pods";

    /// <summary>1 MiB: longer than any line people read, short enough that one container cannot fill the budget.</summary>
    public const int DefaultMaxLineBytes = 1024 * 1024;

    /// <summary>1 GiB: minutes of a loud node's logs, and a tenth of a small node's disk.</summary>
    public const long DefaultMaxHeldBytes = 1024L * 1024 * 1024;

    /// <summary>256 KiB: larger reads gain nothing, smaller ones cost system calls; it stays in a core's cache while it is taken apart.</summary>
    public const int DefaultQuantumBytes = 256 * 1024;

    /// <summary>The log root. Default <see cref="DefaultRoot"/>.</summary>
    [Required]
    public string Root { get; set; } = DefaultRoot;

    /// <summary>Where to begin with older files when no position of this node is known. Files that appear later are read from their beginning. Default: end.</summary>
    public StartAt StartAt { get; set; } = StartAt.End;

    /// <summary>
    /// When another reader last handed this node's files over, if that is known and positions are not: each older file then starts at its first line with
    /// this time or a later one, whatever <see cref="StartAt"/> says. Default: not known.
    /// </summary>
    public DateTimeOffset? HandedOverAt { get; set; }

    /// <summary>Read what is there and end: a file's end is its size when opened, an unfinished last line is not sent and its position not passed,
    /// and without a position reading begins at the beginning. Default: false, read for ever.</summary>
    public bool Once { get; set; }

    /// <summary>Bytes after which a line is cut and marked, 1 KiB to 64 MiB. Default <see cref="DefaultMaxLineBytes"/>.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxLineBytes { get; set; } = DefaultMaxLineBytes;

    /// <summary>Unread bytes of deleted and rotated files that may be kept open; over it the oldest file is let go, and the loss counted and logged. Default <see cref="DefaultMaxHeldBytes"/>.</summary>
    [Range(0, long.MaxValue)]
    public long MaxHeldBytes { get; set; } = DefaultMaxHeldBytes;

    /// <summary>The most that is read from one file before the next has its turn, 64 KiB to 16 MiB. Default <see cref="DefaultQuantumBytes"/>.</summary>
    [Range(64 * 1024, 16 * 1024 * 1024)]
    public int QuantumBytes { get; set; } = DefaultQuantumBytes;

    /// <summary>Bytes per second that one pod's logs may take; what is over waits in its file. 0 is no limit, the default.</summary>
    [Range(0, long.MaxValue)]
    public long RateLimitBytesPerSecond { get; set; }

    /// <summary>Join continuation lines (stack traces) to one record, per stream. A pod's metadata can say otherwise. Default: false.</summary>
    public bool Multiline { get; set; }

    /// <summary>How long a multi-line record waits for its next line. Default: 1 s, longer than a stack trace takes to be written, shorter than people wait.</summary>
    public TimeSpan MultilineTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often files with recent data are looked at. Default 200 ms: a line is under way within that time, and looking costs 0.3 µs a file.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often directories are read again to find what notifications lost. Default 30 s.</summary>
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same where the kernel gives no notifications (limits, SELinux). Default 2 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a file that has a successor must be at its end before it is finished. Default 2 s: runtimes write to a rotated file for tens of milliseconds.</summary>
    public TimeSpan RotatedGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long lines wait for their container's metadata before they go out with what the path says. Default 5 s.</summary>
    public TimeSpan MetadataTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the consumer may keep the reader waiting before it is reported. Default 30 s.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asked at each turn of a container, on the reading thread: while it answers true, the container's lines wait in their files. For a program that reads
    /// its own log too: while it cannot deliver, its complaints about that must not become more to deliver. Default: none waits.
    /// </summary>
    public Func<ContainerIdentity, bool>? HoldBack { get; set; }

    /// <summary>Namespaces left alone; <c>*</c> stands for any characters. Default: none.</summary>
    public IList<string> ExcludeNamespaces { get; } = [];

    /// <summary>Pod names left alone; <c>*</c> stands for any characters. Default: none.</summary>
    public IList<string> ExcludePods { get; } = [];

    /// <summary>Container names left alone; <c>*</c> stands for any characters. Default: none.</summary>
    public IList<string> ExcludeContainers { get; } = [];
}
