namespace Hex.Testing.Cluster;

/// <summary>What a user may do, as a rule of an RBAC Role or ClusterRole; <c>*</c> stands for all.</summary>
/// <param name="Groups">API groups; empty string for the core group.</param>
/// <param name="Resources">Plurals, or <c>plural/subresource</c>.</param>
/// <param name="Verbs">get, list, watch, create, update, patch, delete.</param>
public sealed record AccessRule(IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs)
{
    /// <summary>Everything everywhere, as cluster-admin.</summary>
    public static AccessRule Everything { get; } = new(["*"], ["*"], ["*"]);

    /// <summary>The namespace of a Role; null (the default) for a ClusterRole, which also covers every namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Names the rule is limited to; empty (the default) for all.</summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    internal bool Allows(string verb, string group, string resource, string ns, string name) =>
        Has(Groups, group) && Has(Resources, resource) && Has(Verbs, verb) &&
        (Namespace is null || Namespace == ns) && (ResourceNames.Count == 0 || ResourceNames.Contains(name));

    private static bool Has(IReadOnlyList<string> allowed, string asked) => allowed.Contains("*") || allowed.Contains(asked);
}
