using Hex.Testing.Cluster.Serving;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Faults;

/// <summary>Lets a scripted fault happen to a request.</summary>
internal static class FaultRunner
{
    /// <summary>True when the fault was the whole answer.</summary>
    public static async Task<bool> RunAsync(ApiFault fault, HttpContext context, TimeProvider clock, CancellationToken ct)
    {
        switch (fault)
        {
            case AnswerFault answer:
                if (answer.RetryAfterSeconds is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString();
                await RequestDispatcher.WriteAsync(context, answer.Code, answer.ContentType, answer.Body, ct);
                return true;
            case ResetFault:
                context.Abort();
                return true;
            case HangFault:
                context.Response.ContentType = "application/json";
                await context.Response.StartAsync(ct);
                await context.Response.Body.FlushAsync(ct);
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
                return true;
            case DelayFault delay:
                await Task.Delay(delay.Time, clock, ct);
                return false;
            case BodyFault body:
                context.Response.Body = new ShapedBody(context.Response, context.Response.Body, body.Shape, clock);
                return false;
            case GoAwayFault:
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                return false;
            default:
                throw new NotSupportedException(fault.GetType().Name);
        }
    }
}
