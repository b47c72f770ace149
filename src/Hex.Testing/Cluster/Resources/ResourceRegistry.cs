namespace Hex.Testing.Cluster.Resources;

/// <summary>Finds a resource type by path or by the name a user wrote.</summary>
internal sealed class ResourceRegistry
{
    private readonly Dictionary<(string Group, string Version, string Plural), ApiResource> _byPath = [];
    private readonly HashSet<(string Group, string Version)> _versions = [];

    public ResourceRegistry(IEnumerable<ApiResource> custom)
    {
        foreach (var resource in BuiltInResources.All.Concat(custom))
        {
            if (!_byPath.TryAdd((resource.Group, resource.Version, resource.Plural), resource))
                throw new ArgumentException($"resource {resource.QualifiedName} {resource.Version} is served already", nameof(custom));
            _versions.Add((resource.Group, resource.Version));
        }
    }

    public IEnumerable<ApiResource> All => _byPath.Values;

    public bool HasVersion(string group, string version) => _versions.Contains((group, version));

    public ApiResource? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>Finds by <c>plural.group</c> or, where only one group (or the core group) has it, by the plural alone.</summary>
    /// <exception cref="ArgumentException">No such resource, or several groups have it.</exception>
    public ApiResource Named(string name)
    {
        ApiResource? found = null;
        foreach (var resource in _byPath.Values)
        {
            if (resource.QualifiedName == name)
                return resource;
            if (resource.Plural == name)
                found = found is null ? resource : throw new ArgumentException($"resource '{name}' is in several groups: write plural.group", nameof(name));
        }

        return found ?? throw new ArgumentException(
            $"no resource '{name}' in the simulated cluster; add it to SimulatedClusterOptions.CustomResources or use one of: " +
            string.Join(", ", _byPath.Values.Select(r => r.QualifiedName)), nameof(name));
    }
}
