using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes.Events;

/// <summary>A reading that happens once must end, also when the server does not give events: someone waits for it.</summary>
internal static class OnceLimit
{
    // About ten seconds of retries.
    private const int Failures = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task WatchAsync(WatchStatus status, EventQueue queue, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (!status.IsSynced)
            {
                if (status.State is WatchState.Denied or WatchState.Absent || status.Failures >= Failures)
                {
                    queue.Complete(new InvalidOperationException($"events were not read: {status.LastError}"));
                    return;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }
}
