using System.Text;
using Hex.Testing.Cluster.Faults;
using Hex.Testing.Cluster.Metrics;
using Hex.Testing.Cluster.Resources;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>The handlers of the verbs.</summary>
internal sealed record Handlers(ListHandler List, WatchHandler Watch, GetHandler Get, WriteHandler Write, MetricsHandler Metrics, DiscoveryHandler Discovery);

/// <summary>
/// Takes a request through the log, scripted faults, authentication, authorization and its verb, and turns failures into Status
/// bodies.
/// </summary>
internal sealed class RequestDispatcher(
    ResourceRegistry resources, ClusterAccess access, RequestLog log, ClusterFaults faults, TimeProvider clock, Handlers handlers)
{
    public const string PageNotFound = "404 page not found\n";

    private readonly Authentication _authentication = new(access);

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = ApiRequest.Parse(context.Request, resources);
        var entry = EntryOf(context, request);
        log.Add(entry);
        context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.OnStarting(() =>
        {
            entry.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        try
        {
            if (faults.Take(entry) is { } fault && await FaultRunner.RunAsync(fault, context, clock, ct))
                return;
            await ServeAsync(context, request, entry, ct);
        }
        catch (ApiException e)
        {
            await WriteStatusAsync(context, e.Status, ct);
        }
        catch (NotAcceptableException)
        {
            await WriteAsync(context, 406, "application/json", Encoding.UTF8.GetBytes(NotAcceptableException.Body), ct);
        }
        catch (BodyEndedException e)
        {
            if (e.Reset)
                context.Abort();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client went away.
        }
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
        if (body.Length <= ResponseWriter.LargestWithLength)
            context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, ct);
    }

    private async Task ServeAsync(HttpContext context, ApiRequest request, ClusterRequest entry, CancellationToken ct)
    {
        var user = _authentication.UserOf(context);
        entry.User = user;
        _authentication.Authorize(user, request);
        if (!request.IsResource)
            await handlers.Discovery.HandleAsync(context, request, ct);
        else if (request.Group == MetricsResources.Group)
            await handlers.Metrics.HandleAsync(context, request, user, ct);
        else if (!resources.HasVersion(request.Group, request.Version))
            await WritePlainAsync(context, 404, PageNotFound, ct);
        else if (request.Resource is null || request.Subresource.Length > 0)
            throw ApiException.NoSuchResource();
        else
            await DispatchAsync(context, request, ct);
    }

    private Task DispatchAsync(HttpContext context, ApiRequest request, CancellationToken ct) => request.Verb switch
    {
        "watch" => handlers.Watch.HandleAsync(context, request, ct),
        "list" => handlers.List.HandleAsync(context, request, ct),
        "get" => handlers.Get.HandleAsync(context, request, ct),
        "create" => handlers.Write.CreateAsync(context, request, ct),
        "update" when request.Name.Length > 0 => handlers.Write.UpdateAsync(context, request, ct),
        "patch" when request.Name.Length > 0 => handlers.Write.PatchAsync(context, request, ct),
        "delete" => handlers.Write.DeleteAsync(context, request, ct),
        _ => throw ApiException.MethodNotAllowed(),
    };

    private static ClusterRequest EntryOf(HttpContext context, ApiRequest request) => new(request.Verb, request.Group, request.Plural)
    {
        Subresource = request.Subresource,
        Namespace = request.Namespace,
        Name = request.Name,
        Path = request.Path,
        Query = context.Request.QueryString.Value ?? "",
        Accept = context.Request.Headers.Accept.ToString(),
        UserAgent = context.Request.Headers.UserAgent.ToString(),
        Protocol = context.Request.Protocol,
    };
}
