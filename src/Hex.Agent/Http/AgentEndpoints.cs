using Hex.Agent.Configuration.Table;
using Hex.Agent.Health;
using Hex.Agent.Http.Pages;
using Hex.Agent.Http.Prometheus;
using Hex.Agent.Reachability;
using Hex.Telemetry;

namespace Hex.Agent.Http;

/// <summary>What is to be had over HTTP, and who gets it.</summary>
internal sealed class AgentEndpoints(Func<StatusSnapshot> status, ICollector self, ReachabilityProbe reachability, PageAudience audience, TimeProvider time)
{
    public const string HealthPath = "/api/v1/test/healthcheck";
    public const string ReachabilityPath = "/api/v1/test/reachability";

    private const string Directory = """
        Not found. There are:
          GET  /                           the status page
          GET  /api/v1/test/healthcheck    whether the process is well
          GET  /readyz                     whether it does what it is there for
          GET  /metrics                    its own metrics, for Prometheus
          POST /api/v1/test/reachability   calls the endpoint with the credential

        """;

    private readonly FileRates _rates = new(time);

    /// <summary>Answers a request.</summary>
    public async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        var method = request.Path == ReachabilityPath ? "POST" : "GET";
        if (request.Path is not ("/" or HealthPath or "/readyz" or "/metrics" or ReachabilityPath))
        {
            return HttpResponse.Text(404, Directory);
        }

        if (request.Method != method && !(method == "GET" && request.Method == "HEAD"))
        {
            return HttpResponse.Text(405, $"Use {method}.\n", method == "GET" ? "Allow: GET, HEAD" : "Allow: POST");
        }

        return request.Path switch
        {
            HealthPath => Health(),
            "/readyz" => Ready(),
            "/metrics" => new HttpResponse(200, PrometheusText.ContentType, PrometheusText.Write(await CollectedMetrics.FromAsync(self, cancellationToken: stop))),
            _ when !MaySee(request) => HttpResponse.Text(
                403, "This page answers on loopback only (kubectl port-forward, or curl from inside the pod); http.pages: all changes that.\n"),
            "/" => Page(),
            _ => HttpResponse.Json(200, (await reachability.TestAsync(stop)).ToJson()),
        };
    }

    private bool MaySee(HttpRequest request) => audience == PageAudience.All || (request.IsFromLoopback && request.IsForLoopback);

    private HttpResponse Health()
    {
        var now = status();
        return now.IsAlive
            ? HttpResponse.Text(200, "OK")
            : HttpResponse.Text(503, string.Concat(now.Loops.Where(loop => !loop.Turns).Select(loop => $"{loop.Name} has ended.\n")));
    }

    private HttpResponse Ready()
    {
        var now = status();
        return HttpResponse.Json(now.IsReady ? 200 : 503, StatusJson.Write(now));
    }

    private HttpResponse Page()
    {
        var now = status();
        var rates = now.Reader is { } reader ? _rates.Next(reader) : LogRates.Unknown;
        return new HttpResponse(200, "text/html; charset=utf-8", StatusPage.Write(now, rates), $"Content-Security-Policy: {PageStyle.ContentSecurityPolicy}\r\nReferrer-Policy: no-referrer");
    }
}
