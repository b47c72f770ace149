namespace Hex.Telemetry;

/// <summary>Tries again after transient failures: exponential backoff with full jitter, the server's own hint first, without an end.</summary>
internal sealed class Retrying(IDeliveryStep inner, Outage outage, Backoff backoff, DeliveryTotals totals) : IDeliveryStep
{
    /// <summary>A server that asks for more is asked again after this.</summary>
    internal static readonly TimeSpan LongestHint = TimeSpan.FromMinutes(10);

    public async ValueTask<ExportResult?> SendAsync(ExportRequest request, int first, int count, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        var failed = false;
        var through = false;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var answer = await inner.SendAsync(request, first, count, gate, cancellationToken);
                if (answer is not { Status: ExportStatus.Retry } result)
                {
                    // A fault takes over where the retries end: nothing got through.
                    through = answer is { Status: not ExportStatus.EndpointFault };
                    return answer;
                }

                totals.Retried();
                if (!failed)
                {
                    failed = true;
                    outage.Enter();
                }

                if (result.RetryAfter is { } hint)
                {
                    await outage.WaitAsync(result.Reason, hint > LongestHint ? LongestHint : hint, wakeable: false, cancellationToken);
                }
                else
                {
                    await outage.WaitAsync(result.Reason, backoff.FullJitter(attempt), wakeable: true, cancellationToken);
                }
            }
        }
        finally
        {
            if (failed)
            {
                outage.Leave(through);
            }
        }
    }
}
