using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>
/// The outermost step: splits what is too large or holds a record the far side will never take, and settles every record.
/// Ranges are sent in order, so at any moment the settled records are a prefix.
/// </summary>
internal sealed partial class Halving(
    IDeliveryStep inner, string exporter, Outage throttling, Backoff backoff, DeliveryOptions options, DeliveryTotals totals, TimeProvider time, ILogger logger)
{
    private readonly SizeLimit _limit = new(time);
    private readonly CauseLimiter _causes = new(time, TimeSpan.FromMinutes(1));

    public async ValueTask<DeliveryOutcome> DeliverAsync(ExportRequest request, int first, int count, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        var ranges = new PendingRanges(first, count);
        long accepted = 0, rejected = 0, dropped = 0;
        var end = DeliveryEnd.Completed;
        try
        {
            while (ranges.TryNext(out var range))
            {
                if (range.Count > 1 && request.SizeOf(range.First, range.Count) > _limit.Bytes)
                {
                    ranges.Split(range);
                    continue;
                }

                var answer = await SendAsync(request, range, gate, cancellationToken);
                if (answer is not { } result)
                {
                    end = DeliveryEnd.Abandoned;
                    break;
                }

                if (result.Status == ExportStatus.Accepted)
                {
                    var refused = Math.Clamp(result.RejectedRecords, 0, range.Count);
                    rejected += refused;
                    accepted += range.Count - refused;
                    Report(result, refused, range.Count);
                    ranges.Settle(range);
                }
                else if (!TrySplit(request, ranges, range, result))
                {
                    dropped += range.Count;
                    ReportDropped(result, range);
                    ranges.Settle(range);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            end = DeliveryEnd.Cancelled;
        }

        totals.Settled(accepted, rejected, dropped);
        return new DeliveryOutcome(end, ranges.SettledUntil - first, accepted, rejected, dropped);
    }

    /// <summary>Sends, and waits for as long as the far side refuses even the smallest range as too large.</summary>
    private async ValueTask<ExportResult?> SendAsync(ExportRequest request, (int First, int Count) range, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        var held = false;
        var through = false;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var answer = await inner.SendAsync(request, range.First, range.Count, gate, cancellationToken);
                if (answer is not { Status: ExportStatus.TooLarge } result || request.SizeOf(range.First, range.Count) > options.SmallestSplitBytes)
                {
                    through = answer is not null;
                    return answer;
                }

                // Not the size, then: what was learnt of it is void.
                _limit.Forget();
                if (!held)
                {
                    held = true;
                    totals.Held();
                    throttling.Enter();
                }

                await throttling.WaitAsync(result.Reason, backoff.HalfJitter(attempt), wakeable: false, cancellationToken);
            }
        }
        finally
        {
            if (held)
            {
                throttling.Leave(through);
            }
        }
    }

    /// <summary>Makes a refused range smaller: by half, or by cutting its only record.</summary>
    /// <returns>False when it must be dropped.</returns>
    private bool TrySplit(ExportRequest request, PendingRanges ranges, (int First, int Count) range, in ExportResult result)
    {
        if (result.Status != ExportStatus.TooLarge)
        {
            return range.Count > 1 && ranges.TrySplitRejected(range);
        }

        var size = request.SizeOf(range.First, range.Count);
        if (range.Count > 1)
        {
            _limit.Refused(size, options.SmallestSplitBytes);
            ranges.Split(range);
            return true;
        }

        var target = (int)Math.Max(options.SmallestSplitBytes / 2, Math.Min(size / 2, int.MaxValue));
        if (!request.TryTruncate(range.First, target) || request.SizeOf(range.First, 1) >= size)
        {
            return false;
        }

        Log.Truncated(logger, exporter, range.First, size, request.SizeOf(range.First, 1));
        ranges.Again(range);
        return true;
    }

    private void Report(in ExportResult result, long refused, int count)
    {
        var reason = result.Reason is { Length: > 0 } given ? given : "no reason given";
        if (refused > 0 && _causes.ShouldLog(reason))
        {
            Log.PartiallyAccepted(logger, exporter, refused, count, reason);
        }
        else if (refused == 0 && result.Reason is { Length: > 0 } && _causes.ShouldLog(reason))
        {
            Log.Remarked(logger, exporter, reason);
        }
    }

    private void ReportDropped(in ExportResult result, (int First, int Count) range)
    {
        var reason = result.Reason ?? "no reason given";
        if (_causes.ShouldLog(reason))
        {
            Log.Dropped(logger, exporter, range.Count, range.First, reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Warning, "{Exporter}: the far side took a request but for {Rejected} of its {Count} records, which are not sent again: {Reason}")]
        public static partial void PartiallyAccepted(ILogger logger, string exporter, long rejected, int count, string reason);

        [LoggerMessage(1005, LogLevel.Error, "{Exporter}: dropped {Dropped} records that the far side refuses for what they hold; the first is number {Index} of its request: {Reason}")]
        public static partial void Dropped(ILogger logger, string exporter, int dropped, int index, string reason);

        [LoggerMessage(1006, LogLevel.Warning, "{Exporter}: record number {Index} of a request is larger than the far side takes and was cut from {Size} to {CutTo} bytes")]
        public static partial void Truncated(ILogger logger, string exporter, int index, long size, long cutTo);

        [LoggerMessage(1007, LogLevel.Warning, "{Exporter}: the far side took a request and remarks: {Reason}")]
        public static partial void Remarked(ILogger logger, string exporter, string reason);
    }
}
