namespace Hex.Telemetry;

/// <summary>
/// Holds data while the endpoint or the credential is wrong: nothing is dropped (a deliberate deviation from OTLP, which drops),
/// people are told loudly, and the endpoint is asked again slowly until someone has put it right.
/// </summary>
internal sealed class Holding(IDeliveryStep inner, Outage outage, Backoff backoff, DeliveryTotals totals) : IDeliveryStep
{
    public async ValueTask<ExportResult?> SendAsync(ExportRequest request, int first, int count, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        var held = false;
        var through = false;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var answer = await inner.SendAsync(request, first, count, gate, cancellationToken);
                if (answer is not { Status: ExportStatus.EndpointFault } result)
                {
                    through = answer is not null;
                    return answer;
                }

                if (!held)
                {
                    held = true;
                    totals.Held();
                    outage.Enter();
                }

                await outage.WaitAsync(result.Reason, backoff.HalfJitter(attempt), wakeable: true, cancellationToken);
            }
        }
        finally
        {
            if (held)
            {
                outage.Leave(through);
            }
        }
    }
}
