using Hex.Testing.Cluster.Resources;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>A request as the API server's filters see it: a verb on a resource, or on a path that is no resource.</summary>
internal sealed record ApiRequest(string Verb, string Path)
{
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Plural { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The served type; null where the group, version or resource is unknown.</summary>
    public ApiResource? Resource { get; init; }

    /// <summary><c>plural</c> or <c>plural/subresource</c>, as access rules name it.</summary>
    public string ResourceAndSubresource => Subresource.Length == 0 ? Plural : $"{Plural}/{Subresource}";

    /// <summary>
    /// Paths: <c>/api/v1/…</c> or <c>/apis/{group}/{version}/…</c>, then
    /// <c>[namespaces/{namespace}/]{plural}[/{name}[/{subresource}]]</c>.
    /// </summary>
    public static ApiRequest Parse(HttpRequest request, ResourceRegistry resources)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var skip = parts is ["api", ..] ? 2 : parts is ["apis", ..] ? 3 : int.MaxValue;
        if (parts.Length <= skip)
            return new(request.Method.ToLowerInvariant(), path);

        var (group, version) = skip == 2 ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts.AsSpan(skip);
        var ns = "";
        // A namespace is itself a resource: /namespaces/x and its two subresources are about the Namespace object.
        if (rest is ["namespaces", _, _, ..] && rest[2] is not ("status" or "finalize"))
        {
            ns = rest[1];
            rest = rest[2..];
        }

        var name = rest.Length > 1 ? rest[1] : "";
        return new(VerbOf(request, name), path)
        {
            IsResource = true,
            Group = group,
            Version = version,
            Plural = rest[0],
            Namespace = rest[0] == "namespaces" && group.Length == 0 ? name : ns,
            Name = name,
            Subresource = rest.Length > 2 ? string.Join('/', rest[2..].ToArray()) : "",
            Resource = resources.Find(group, version, rest[0]),
        };
    }

    private static string VerbOf(HttpRequest request, string name) => request.Method switch
    {
        "GET" or "HEAD" when IsWatch(request) => "watch",
        "GET" or "HEAD" => name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        var other => other.ToLowerInvariant(),
    };

    private static bool IsWatch(HttpRequest request) => request.Query["watch"].ToString() is "1" or "true" or "t" or "True" or "TRUE" or "T";
}
