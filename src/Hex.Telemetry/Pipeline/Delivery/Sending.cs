namespace Hex.Telemetry;

/// <summary>The innermost step: one attempt, if the gate is open, with a limit on attempts under way. A leaf that throws against its contract is a fault of the endpoint.</summary>
internal sealed class Sending(string exporter, SemaphoreSlim slots, DeliveryTotals totals, TimeProvider time) : IDeliveryStep
{
    public async ValueTask<ExportResult?> SendAsync(ExportRequest request, int first, int count, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            if (gate is { IsOpen: false })
            {
                return null;
            }

            totals.Attempted(count, request.SizeOf(first, count));
            var result = await AttemptAsync(request, first, count, cancellationToken);
            if (result.Status == ExportStatus.Accepted)
            {
                totals.Succeeded(time.GetUtcNow());
            }

            return result;
        }
        finally
        {
            slots.Release();
        }
    }

    private async ValueTask<ExportResult> AttemptAsync(ExportRequest request, int first, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await request.SendAsync(first, count, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return ExportResult.Retry($"exporter '{exporter}' cancelled the send itself");
        }
        catch (Exception thrown)
        {
            // Not swallowed: holding logs it loudly and keeps the data.
            return ExportResult.EndpointFault($"exporter '{exporter}' threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }
}
