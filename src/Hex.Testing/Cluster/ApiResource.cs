namespace Hex.Testing.Cluster;

/// <summary>A resource type the simulated API server serves, such as <c>deployments</c> of <c>apps/v1</c>.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Plural">Lower-case plural used in paths, such as <c>deployments</c>.</param>
/// <param name="Kind">Kind of one object, such as <c>Deployment</c>; the list kind is this with <c>List</c> appended.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
public sealed record ApiResource(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>
    /// Whether the server keeps a watch cache for it (default true). Without one, as for events, watches send no progress
    /// bookmarks and continue tokens die with a compaction.
    /// </summary>
    public bool WatchCached { get; init; } = true;

    /// <summary>Dotted paths of the fields a field selector may name besides <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary><c>plural.group</c>, or the plural alone in the core group: how kubectl and Status messages name it.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>JSON members that follow <c>metadata</c> in a bookmark: the zero values the server's types write.</summary>
    internal string ZeroMembers { get; init; } = "";

    /// <summary>Annotations member of a bookmark's metadata that the server's defaulting adds, without braces.</summary>
    internal string ZeroAnnotations { get; init; } = "";

    /// <summary>Qualified name of the resource whose table holds the objects, when this is another version's view of it.</summary>
    internal string? ViewOf { get; init; }

    /// <summary>Turns the stored JSON into this version's JSON; null when they are the same.</summary>
    internal Func<byte[], byte[]>? Convert { get; init; }

    /// <summary>Whether a PUT to a missing object creates it, as for Leases.</summary>
    internal bool CreateOnUpdate { get; init; }

    /// <summary>Whether an update may leave out metadata.resourceVersion.</summary>
    internal bool UnconditionalUpdate { get; init; } = true;
}
