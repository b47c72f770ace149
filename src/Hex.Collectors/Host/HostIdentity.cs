using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// The resource the host's metrics are about: <c>host.name</c> (this machine's; below another root the host's <c>/etc/hostname</c>), <c>host.id</c>
/// (<c>/etc/machine-id</c>, left out where there is none), <c>os.type</c>, and what the program adds (<c>k8s.node.name</c> on a cluster's node).
/// Read once: an identity does not change while the process runs.
/// </summary>
public sealed class HostIdentity
{
    private const int LongestValue = 256;
    private readonly TelemetryAttribute[] _attributes;
    private Resource? _resource;

    /// <summary>Reads the identity.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="attributes">Added; one of the same name replaces what was read.</param>
    public HostIdentity(HostPaths? paths = null, params ReadOnlySpan<TelemetryAttribute> attributes)
    {
        paths ??= new HostPaths();
        List<TelemetryAttribute> all = [("host.name", Name(paths)), ("os.type", "linux")];
        if (FirstLine(paths.OnHost("/etc/machine-id")) is { } id)
        {
            all.Add(("host.id", id));
        }

        all.AddRange(attributes);
        _attributes = [.. all];
    }

    /// <summary>The attributes.</summary>
    public IReadOnlyList<TelemetryAttribute> Attributes => _attributes;

    /// <summary>The resource in a pool.</summary>
    internal Resource In(ResourcePool pool)
    {
        var known = Volatile.Read(ref _resource);
        if (known is null || !ReferenceEquals(known.Pool, pool))
        {
            Volatile.Write(ref _resource, known = pool.Get(_attributes));
        }

        return known;
    }

    // The kernel's name is that of this process' namespace: in a container, the container's.
    private static string Name(HostPaths paths) =>
        (paths.Root == HostPaths.DefaultRoot ? null : FirstLine(paths.OnHost("/etc/hostname"))) ?? Environment.MachineName;

    private static string? FirstLine(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            Span<char> text = stackalloc char[LongestValue];
            var line = text[..reader.ReadBlock(text)];
            var end = line.IndexOfAny('\n', '\r');
            line = (end < 0 ? line : line[..end]).Trim();
            return line.IsEmpty ? null : line.ToString();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
