namespace Hex.Collectors.Host;

/// <summary>
/// Where the host's files are, seen from this process. With the root <c>/</c> that is <c>/proc</c>, <c>/sys</c> and the mounts of this process; with another
/// (a container that has the host's root mounted, say at <c>/host</c>) it is <c>/host/proc</c>, <c>/host/sys</c>, the mounts and the network of the host's process 1,
/// and its mount points below <c>/host</c>. Give the root mount the propagation HostToContainer, so that mounts made later are seen.
/// </summary>
public sealed class HostPaths
{
    /// <summary>The machine as this process sees it.</summary>
    public const string DefaultRoot = "/";

    private readonly string _prefix;

    /// <summary>Makes the paths of a root.</summary>
    /// <param name="root">An absolute path. Default <c>/</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="root"/> is not absolute.</exception>
    public HostPaths(string root = DefaultRoot)
        : this(root, ofProcessOne: root is not null && root.Trim('/').Length > 0)
    {
    }

    /// <summary>Makes the paths of a root whose mounts and network are those of the reading process (tests).</summary>
    internal HostPaths(string root, bool ofProcessOne)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (root[0] != '/')
        {
            throw new ArgumentException($"The host's root must be an absolute path such as / or /host; '{root}' is not.", nameof(root));
        }

        _prefix = root.TrimEnd('/');
        Root = _prefix.Length == 0 ? "/" : _prefix;
        IsOwn = !ofProcessOne;
    }

    /// <summary>The root, without a slash at the end unless it is <c>/</c>.</summary>
    public string Root { get; }

    /// <summary>True when mounts and network are those of this process (the root is <c>/</c>); false when they are those of the host's process 1.</summary>
    public bool IsOwn { get; }

    /// <summary>A path below <c>/proc</c>, e.g. <c>stat</c>.</summary>
    public string Proc(string path) => $"{_prefix}/proc/{path}";

    /// <summary>A path below <c>/sys</c>, e.g. <c>class/net</c>.</summary>
    public string Sys(string path) => $"{_prefix}/sys/{path}";

    /// <summary>A file of the process whose mounts and network are read, e.g. <c>mountinfo</c> or <c>net/dev</c>.</summary>
    public string OfProcess(string path) => Proc((IsOwn ? "self/" : "1/") + path);

    /// <summary>Where an absolute path of the host is for this process.</summary>
    public string OnHost(string path) => _prefix.Length == 0 ? path : _prefix + path;
}
