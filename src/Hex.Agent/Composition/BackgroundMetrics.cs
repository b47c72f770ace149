using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>Collecting and sending metrics, beside the logs: from construction until <see cref="EndAsync"/>.</summary>
internal sealed class BackgroundMetrics : IDisposable
{
    /// <summary>At the end metrics get a moment, not the time that lines need.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly AgentPipelines _pipelines;
    private readonly CancellationTokenSource _stopCollecting;
    private readonly CancellationTokenSource _stopSending = new();

    public BackgroundMetrics(AgentPipelines pipelines, IReadOnlyList<ICollector> collectors, CancellationToken stop)
    {
        _pipelines = pipelines;
        _stopCollecting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Sending = pipelines.Metrics.RunAsync(_stopSending.Token);
        Collecting = CollectAsync(collectors, _stopCollecting.Token);
    }

    /// <summary>Runs until <see cref="EndAsync"/>.</summary>
    public Task Sending { get; }

    /// <summary>Runs until stopped.</summary>
    public Task Collecting { get; }

    /// <summary>Collects a last time, so that the last counts go out with the last lines, and sends what there is unless the backend is away.</summary>
    public async Task EndAsync()
    {
        await _stopCollecting.CancelAsync();
        await Collecting;
        if (_pipelines.Metrics.Status is { HeldSince: null, RetryingSince: null })
        {
            using var limit = new CancellationTokenSource(LastWords);
            try
            {
                await _pipelines.Scheduler.RunOnceAsync([_pipelines.Self], cancellationToken: limit.Token);
                await _pipelines.Metrics.DrainAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // What is left is counted as abandoned by the pipeline, which says so.
            }
        }

        await _stopSending.CancelAsync();
        await Sending;
    }

    public void Dispose()
    {
        _stopCollecting.Dispose();
        _stopSending.Dispose();
    }

    private async Task CollectAsync(IReadOnlyList<ICollector> collectors, CancellationToken stop)
    {
        await _pipelines.Scheduler.RunAsync(collectors, cancellationToken: stop);

        // All of them may be switched off.
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
