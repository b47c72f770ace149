using System.Text;
using Hex.Testing.Cluster.Resources;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>Takes a request through authentication, authorization and its verb, and turns failures into Status bodies.</summary>
internal sealed class RequestDispatcher(ResourceRegistry resources, Authentication authentication, ListHandler list, WatchHandler watch, GetHandler get)
{
    private const string PageNotFound = "404 page not found\n";

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = ApiRequest.Parse(context.Request, resources);
        context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        context.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            var user = authentication.UserOf(context);
            authentication.Authorize(user, request);
            await DispatchAsync(context, request, ct);
        }
        catch (ApiException e)
        {
            await WriteStatusAsync(context, e.Status, ct);
        }
        catch (NotAcceptableException)
        {
            await WriteAsync(context, 406, "application/json", Encoding.UTF8.GetBytes(NotAcceptableException.Body), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private Task DispatchAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        if (!request.IsResource || !resources.HasVersion(request.Group, request.Version))
            return WritePlainAsync(context, 404, PageNotFound, ct);
        if (request.Resource is null || request.Subresource.Length > 0)
            throw ApiException.NoSuchResource();
        return request.Verb switch
        {
            "list" => list.HandleAsync(context, request, ct),
            "watch" => watch.HandleAsync(context, request, ct),
            "get" => get.HandleAsync(context, request, ct),
            _ => throw ApiException.MethodNotAllowed(),
        };
    }

    public static async Task WriteStatusAsync(HttpContext context, StatusError status, CancellationToken ct)
    {
        if (context.Response.HasStarted)
            return;
        if (status.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        if (status.Code == 403)
            context.Response.Headers.XContentTypeOptions = "nosniff";
        await WriteAsync(context, status.Code, "application/json", [.. status.ToJson(), (byte)'\n'], ct);
    }

    public static Task WritePlainAsync(HttpContext context, int code, string text, CancellationToken ct)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return WriteAsync(context, code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text), ct);
    }

    public static async Task WriteAsync(HttpContext context, int code, string contentType, byte[] body, CancellationToken ct)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        if (body.Length <= 4096)
            context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, ct);
    }
}
