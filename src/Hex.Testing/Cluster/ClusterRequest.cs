namespace Hex.Testing.Cluster;

/// <summary>One request the cluster got, as its access rules see it.</summary>
/// <param name="Verb">get, list, watch, create, update, patch, delete; the lower-case HTTP method for a path that is no resource.</param>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Plural; empty for a path that is no resource.</param>
public sealed record ClusterRequest(string Verb, string Group, string Resource)
{
    /// <summary>Subresource, such as <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Namespace; empty for cluster scope and for all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object; empty for lists and watches.</summary>
    public string Name { get; init; } = "";

    /// <summary>Path without the query.</summary>
    public string Path { get; init; } = "";

    /// <summary>Query with its question mark; empty without one.</summary>
    public string Query { get; init; } = "";

    /// <summary>Accept header.</summary>
    public string Accept { get; init; } = "";

    /// <summary>User-Agent header.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>User the request signed in as; empty when it could not.</summary>
    public string User { get; internal set; } = "";

    /// <summary>HTTP status of the answer; 0 while there is none, and when the connection was cut instead.</summary>
    public int Status { get; internal set; }

    /// <summary><c>plural</c>, <c>plural.group</c>, with <c>/subresource</c> where there is one: what a permission names.</summary>
    public string QualifiedResource => (Group.Length == 0 ? Resource : $"{Resource}.{Group}") + (Subresource.Length == 0 ? "" : "/" + Subresource);
}
