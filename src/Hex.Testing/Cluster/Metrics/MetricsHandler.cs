using System.Text;
using Hex.Testing.Cluster.Selectors;
using Hex.Testing.Cluster.Serving;
using Hex.Testing.Cluster.Storage;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Metrics;

/// <summary>LIST and GET of the metrics API; it has no watch. The failures are the aggregation layer's, recorded.</summary>
internal sealed class MetricsHandler(ClusterMetrics metrics, LiveMetrics live)
{
    private const string Refused = "error trying to reach service: dial tcp 10.99.0.1:4443: connect: connection refused\n";

    /// <summary>Whether the group is there at all; discovery leaves it out otherwise.</summary>
    public bool Present => metrics.State != MetricsApiState.Absent;

    public Task HandleAsync(HttpContext context, ApiRequest request, string user, CancellationToken ct) => metrics.State switch
    {
        MetricsApiState.Absent => RequestDispatcher.WritePlainAsync(context, 404, RequestDispatcher.PageNotFound, ct),
        MetricsApiState.Unreachable => RequestDispatcher.WritePlainAsync(context, 503, Refused, ct),
        MetricsApiState.Unavailable => RequestDispatcher.WritePlainAsync(context, 503, "service unavailable\n", ct),
        MetricsApiState.Forbidden => throw Authentication.Forbidden(user, request),
        var state => ServeAsync(context, request, state == MetricsApiState.Serving, ct),
    };

    private Task ServeAsync(HttpContext context, ApiRequest request, bool filled, CancellationToken ct)
    {
        if (request.Plural is not ("nodes" or "pods") || request.Version != MetricsResources.Version || request.Subresource.Length > 0)
            throw ApiException.NoSuchResource();
        var resource = MetricsResources.Named(request.Plural);
        return request.Verb switch
        {
            "get" => GetAsync(context, request, resource, filled, ct),
            "list" => ListAsync(context, request, resource, filled, ct),
            _ => throw ApiException.MethodNotAllowed(),
        };
    }

    private Task GetAsync(HttpContext context, ApiRequest request, ApiResource resource, bool filled, CancellationToken ct)
    {
        var path = new ObjectKey(resource.Namespaced ? request.Namespace : "", request.Name).Path;
        var found = !filled ? null : metrics.Live ? live.Find(resource.Plural, path) : metrics.Fixed(resource.Plural).FirstOrDefault(item => item.Key.Path == path);
        return found is null
            ? throw ApiException.NotFound(resource, request.Name)
            : GetHandler.WriteAsync(context, 200, new(resource, ContentNegotiation.Choose(context.Request)), found.Json, ct);
    }

    private async Task ListAsync(HttpContext context, ApiRequest request, ApiResource resource, bool filled, CancellationToken ct)
    {
        var query = ListQuery.Parse(context.Request.Query);
        var selection = new Selection(request.Namespace, LabelSelector.Parse(query.LabelSelector), FieldSelector.Parse(query.FieldSelector, resource));
        var writer = new ObjectWriter(resource, ContentNegotiation.Choose(context.Request));
        var (kind, apiVersion) = writer.ListType;
        context.Response.ContentType = "application/json";
        var response = new ResponseWriter(context, compressible: true);
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{}},\"items\":[", response.Buffer);
        var first = true;
        foreach (var item in !filled ? [] : metrics.Live ? live.Items(resource.Plural) : metrics.Fixed(resource.Plural))
        {
            if (!selection.Contains(item))
                continue;
            if (!first)
                response.Write(","u8);
            first = false;
            writer.WriteItem(response.Buffer, item.Json);
            await response.FlushIfFullAsync(ct);
        }

        response.Write("]}\n"u8);
        await response.CompleteAsync(ct);
    }
}
