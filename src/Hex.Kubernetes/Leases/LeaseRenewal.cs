namespace Hex.Kubernetes;

/// <summary>Keeps a lease that is held, until it is lost or the term is ended.</summary>
internal sealed class LeaseRenewal(LeaseClient leases, LeaderElectionOptions options, TimeProvider time)
{
    /// <summary>The lease as it was last written by us; null when it is no longer ours to give back.</summary>
    public Lease? Last { get; private set; }

    /// <summary>Renews until the term ends; why it did.</summary>
    public async Task<string> KeepAsync(Lease lease, Leadership leadership, LeaseState state, CancellationToken ended)
    {
        Last = lease;
        var fault = "";
        while (!ended.IsCancellationRequested)
        {
            if (leadership.Remaining == TimeSpan.Zero)
            {
                Last = null;
                return $"not renewed within {options.RenewDeadline}{fault}";
            }

            try
            {
                var wait = options.RetryPeriod < leadership.Remaining ? options.RetryPeriod : leadership.Remaining;
                await Task.Delay(wait, time, ended);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            var write = state.Take();
            var requestedAt = time.GetTimestamp();
            try
            {
                Last = await RenewAsync(leadership.Remaining, write.Annotations, ended);
                leadership.Renewed(requestedAt);
                write.Written?.TrySetResult();
                fault = "";
            }
            catch (KubernetesApiException refusal) when (refusal.StatusCode == 404)
            {
                state.PutBack(write);
                Last = null;
                return "the lease was deleted";
            }
            catch (KubernetesApiException refusal) when (refusal.StatusCode == 409)
            {
                state.PutBack(write);
                if (await WasTakenAsync(leadership.Remaining, ended))
                {
                    Last = null;
                    return "another holds it";
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                state.PutBack(write);
                break;
            }
            catch (Exception exception) when (exception is KubernetesApiException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
            {
                state.PutBack(write);
                fault = $": {exception.Message}";
            }
        }

        return "ended by ourselves";
    }

    private async Task<Lease> RenewAsync(TimeSpan left, IReadOnlyDictionary<string, string> annotations, CancellationToken ended)
    {
        using var limit = new CancellationTokenSource(left, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ended, limit.Token);
        var spec = new LeaseSpec(
            options.Identity, (int)options.LeaseDuration.TotalSeconds, Last!.Transitions, Last.Acquired.ToDateTimeOffset(), time.GetUtcNow());
        return await leases.PatchAsync(options.LeaseName, Last.ResourceVersion, spec, annotations, linked.Token);
    }

    // A 409 may be a stranger's annotation, or our own renewal whose answer was lost; only another holder takes the term.
    private async Task<bool> WasTakenAsync(TimeSpan left, CancellationToken ended)
    {
        using var limit = new CancellationTokenSource(left, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ended, limit.Token);
        try
        {
            var lease = await leases.GetAsync(options.LeaseName, isCheap: false, linked.Token);
            if (lease is null || lease.Holder != options.Identity || lease.Transitions != Last!.Transitions)
            {
                return true;
            }

            Last = lease;
        }
        catch (Exception exception) when (exception is KubernetesApiException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // Not known: the deadline decides.
        }

        return false;
    }
}
