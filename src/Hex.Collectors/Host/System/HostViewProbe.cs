namespace Hex.Collectors.Host;

/// <summary>Tells the host from a container by what everyone may read.</summary>
internal sealed class HostViewProbe(HostPaths paths)
{
    /// <summary>The initial PID namespace has this number on every kernel (PROC_PID_INIT_INO).</summary>
    private const string InitialPidNamespace = "pid:[4026531836]";

    public HostView Detect()
    {
        var processes = Processes();
        return new HostView(
            Kernel(),
            processes,
            paths.IsOwn ? Network(processes) : processes,
            paths.IsOwn ? Filesystems(processes) : processes,
            Directory.Exists(paths.Sys("fs/cgroup")) ? File.Exists(paths.Sys("fs/cgroup/cgroup.controllers")) ? "v2" : "v1" : "none",
            Read(paths.Proc("sys/kernel/osrelease")).Trim());
    }

    /// <summary>LXCFS mounts its own files over /proc/stat, /proc/meminfo and others.</summary>
    private HostViewOf Kernel() =>
        Lines(paths.OfProcess("mountinfo")).Any(line => line.Contains(" - fuse.lxcfs ", StringComparison.Ordinal) && line.Contains("/proc/", StringComparison.Ordinal))
            ? HostViewOf.Container
            : HostViewOf.Host;

    /// <summary>Process 2 is the kernel's thread of threads, and only in the initial namespace.</summary>
    private HostViewOf Processes()
    {
        if (Read(paths.Proc("2/comm")).Trim() == "kthreadd" || (paths.IsOwn && Link("self/ns/pid") == InitialPidNamespace))
        {
            return HostViewOf.Host;
        }

        return File.Exists(paths.Proc("1/comm")) || paths.IsOwn ? HostViewOf.Container : HostViewOf.Unknown;
    }

    private HostViewOf Network(HostViewOf processes)
    {
        // Only the initial network namespace has devices of the machine in it, as a rule. A machine without any is still no container when it is the host otherwise.
        if (Interfaces("self").Any(name => Directory.Exists(paths.Sys($"class/net/{name}/device"))))
        {
            return HostViewOf.Host;
        }

        if (processes != HostViewOf.Host)
        {
            return HostViewOf.Container;
        }

        return (Link("self/ns/net"), Link("1/ns/net")) is ({ } own, { } first)
            ? Same(own == first)
            : Same(Interfaces("self").SequenceEqual(Interfaces("1"), StringComparer.Ordinal));
    }

    /// <summary>A mount's number is unique on the machine: the same root mount as process 1 is the same namespace.</summary>
    private HostViewOf Filesystems(HostViewOf processes) =>
        processes == HostViewOf.Host && RootMount("self") is { } own ? Same(own == RootMount("1")) : HostViewOf.Container;

    private static HostViewOf Same(bool same) => same ? HostViewOf.Host : HostViewOf.Container;

    private string? RootMount(string process) =>
        Lines(paths.Proc($"{process}/mountinfo")).Select(line => line.Split(' ')).LastOrDefault(fields => fields.Length > 4 && fields[4] == "/")?[0];

    private IEnumerable<string> Interfaces(string process) =>
        Lines(paths.Proc($"{process}/net/dev")).Skip(2).Select(line => line.Split(':')[0].Trim()).Where(name => name.Length > 0);

    private string? Link(string path)
    {
        try
        {
            return new FileInfo(paths.Proc(path)).LinkTarget;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Lines(string path) => Read(path).Split('\n');

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
