using Hex.Testing.Cluster.Storage;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>GET of one object.</summary>
internal sealed class GetHandler(ClusterStore store)
{
    public async Task HandleAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var representation = ContentNegotiation.Choose(context.Request);
        var path = resource.Namespaced ? $"{request.Namespace}/{request.Name}" : request.Name;
        var found = store.Find(resource, path) ?? throw ApiException.NotFound(resource, request.Name);
        await WriteAsync(context, 200, new ObjectWriter(resource, representation), found.Json, ct);
    }

    public static async Task WriteAsync(HttpContext context, int status, ObjectWriter writer, byte[] json, CancellationToken ct)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var response = new ResponseWriter(context, compressible: true);
        writer.WriteObject(response.Buffer, json);
        response.Write("\n"u8);
        await response.CompleteAsync(ct);
    }
}
