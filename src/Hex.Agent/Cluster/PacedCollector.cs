using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>
/// Lets the collectors of a tick write one after another, each when the pipeline has sent most of what is there: together they write faster than any server takes, and
/// what does not fit the pipeline's memory is dropped. The tick and its time stamps stay what they are.
/// </summary>
internal sealed class PacedCollector(ICollector inner, SemaphoreSlim turn, Func<MetricPipelineStatus> status, TimeProvider time) : ICollector
{
    /// <summary>A collector begins when no more waits than this. 4 MiB: one request, so that sending never pauses.</summary>
    private const long Room = 4 << 20;

    /// <summary>A server that is slow, or away, holds a collection back no longer than this: collecting goes on, and the pipeline's bound decides.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public string Name => inner.Name;

    public CollectionScope Scope => inner.Scope;

    public async ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            while (status() is { HeldSince: null, RetryingSince: null } now && now.BufferedBytes > Room && time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Look, time, cancellationToken);
            }

            await inner.CollectAsync(writer, cancellationToken);

            // Handed on within the turn, so that the next one sees it.
            writer.Flush();
        }
        finally
        {
            turn.Release();
        }
    }
}
