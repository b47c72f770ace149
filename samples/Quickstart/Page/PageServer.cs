using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Quickstart.Page;

/// <summary>
/// Answers <c>GET /</c> and <c>GET /data.json</c>, to this machine only: it listens on 127.0.0.1, and a request for any other name is refused, so that
/// a page of somebody else's cannot read it by pointing its own name here.
/// </summary>
internal static class PageServer
{
    private static readonly string Policy =
        $"default-src 'none'; style-src {Assets.Style.PolicySource}; script-src {Assets.Script.PolicySource}; "
        + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(WebApplication app, Func<PageModel> look)
    {
        app.Use(GuardAsync);
        app.MapGet("/", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Document.Render(look()));
        });
        app.MapGet("/data.json", context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return JsonSerializer.SerializeAsync(context.Response.Body, look(), PageJson.Default.PageModel, context.RequestAborted);
        });
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var host = context.Request.Host.Host;
        if (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }
}
