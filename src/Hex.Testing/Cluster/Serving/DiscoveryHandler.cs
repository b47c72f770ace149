using System.Text;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Metrics;
using Hex.Testing.Cluster.Resources;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>The paths that are no resources: version, health, and which groups and resources there are.</summary>
internal sealed class DiscoveryHandler(ResourceRegistry resources, MetricsHandler metrics)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static readonly string[] Public = ["/version", "/healthz", "/livez", "/readyz"];

    /// <summary>Anybody may ask whether the server lives; all else needs a user.</summary>
    public static bool Allows(string user, string path, ClusterAccess access) =>
        !access.Required || user != ClusterAccess.Anonymous || Public.Contains(path.TrimEnd('/'));

    public Task HandleAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        if (request.Verb is not ("get" or "head"))
            throw ApiException.MethodNotAllowed();
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case ["version"]:
                return RequestDispatcher.WriteAsync(context, 200, "application/json", RecordedFiles.Read("discovery/version.json"), ct);
            case ["healthz" or "livez" or "readyz"]:
                var verbose = context.Request.Query.ContainsKey("verbose") && parts[0] == "readyz";
                return RequestDispatcher.WritePlainAsync(context, 200, Encoding.UTF8.GetString(RecordedFiles.Read(verbose ? "discovery/readyz-verbose.txt" : "discovery/livez.txt")), ct);
            case ["api"]:
                return JsonAsync(context, RecordedFiles.Read("discovery/api.json"), ct);
            case ["apis"] when context.Request.Headers.Accept.ToString().StartsWith(Aggregated, StringComparison.Ordinal) && metrics.Present:
                context.Response.Headers.CacheControl = "public";
                context.Response.Headers.Vary = "Accept";
                return RequestDispatcher.WriteAsync(context, 200, Aggregated, RecordedFiles.Read("discovery/apis-aggregated-v2.json"), ct);
            case ["apis"]:
                return JsonAsync(context, Groups(), ct);
            case ["api", "v1"]:
                return JsonAsync(context, RecordedFiles.Read("discovery/api-v1.json"), ct);
            case ["apis", "apps", "v1"]:
                return JsonAsync(context, RecordedFiles.Read("discovery/apps-v1.json"), ct);
            case ["apis", MetricsResources.Group, MetricsResources.Version] when metrics.Present:
                return JsonAsync(context, RecordedFiles.Read("discovery/metrics.k8s.io-v1beta1.json"), ct);
            case ["apis", var group, var version] when resources.HasVersion(group, version):
                return JsonAsync(context, ResourceList(group, version), ct);
            default:
                return RequestDispatcher.WritePlainAsync(context, 404, RequestDispatcher.PageNotFound, ct);
        }
    }

    private byte[] Groups()
    {
        var recorded = RecordedFiles.Read("discovery/apis.json");
        var list = ObjectJson.ToNode(recorded);
        var groups = (JsonArray)list["groups"]!;
        var known = groups.Select(group => group!["name"]!.GetValue<string>()).ToHashSet();
        var custom = resources.All.Where(r => r.Group.Length > 0 && known.Add(r.Group)).ToList();
        if (custom.Count == 0 && metrics.Present)
            return recorded;
        if (!metrics.Present)
            groups.Remove(groups.First(group => group!["name"]!.GetValue<string>() == MetricsResources.Group));
        foreach (var resource in custom)
        {
            var version = new JsonObject { ["groupVersion"] = resource.ApiVersion, ["version"] = resource.Version };
            groups.Add(new JsonObject { ["name"] = resource.Group, ["versions"] = new JsonArray(version), ["preferredVersion"] = version.DeepClone() });
        }

        return [.. GoJson.Serialize(list), (byte)'\n'];
    }

    private byte[] ResourceList(string group, string version)
    {
        var list = new JsonArray();
        foreach (var resource in resources.All.Where(r => r.Group == group && r.Version == version).OrderBy(r => r.Plural, StringComparer.Ordinal))
        {
            list.Add(new JsonObject
            {
                ["name"] = resource.Plural,
                ["singularName"] = resource.Kind.ToLowerInvariant(),
                ["namespaced"] = resource.Namespaced,
                ["kind"] = resource.Kind,
                ["verbs"] = new JsonArray("create", "delete", "get", "list", "patch", "update", "watch"),
            });
        }

        var answer = new JsonObject { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = $"{group}/{version}", ["resources"] = list };
        return [.. GoJson.Serialize(answer), (byte)'\n'];
    }

    private static Task JsonAsync(HttpContext context, byte[] body, CancellationToken ct) =>
        RequestDispatcher.WriteAsync(context, 200, "application/json", body, ct);
}
