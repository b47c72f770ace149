using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Writes what the kubelet says of a container; nothing before it has said anything. Not thread-safe.</summary>
internal sealed class ContainerStatusPoints
{
    private readonly ValueSets _reasons = new(KubernetesAttributes.ContainerReason.Key);
    private readonly ValueSets _lastReasons = new(KubernetesAttributes.LastTerminatedReason.Key);

    public void Write(ResourceMetrics points, PodContainer container)
    {
        if (container.State == ContainerState.None)
        {
            return;
        }

        foreach (var (state, attributes) in StateSets.ContainerStates)
        {
            points.Record(ContainerSignals.State, container.State == state ? 1L : 0L, attributes);
        }

        if (container.Reason is { } reason)
        {
            points.Record(ContainerSignals.Reason, 1L, _reasons.Of(ContainerReasons.Known(reason)));
        }

        points.Flag(ContainerSignals.Ready, container.IsReady);
        points.Flag(ContainerSignals.Started, container.IsStarted);
        points.Count(ContainerSignals.RestartCount, container.RestartCount);
        if (container.LastTerminated is { } last)
        {
            WriteLast(points, last);
        }
    }

    private void WriteLast(ResourceMetrics points, ContainerTermination last)
    {
        var reason = last.Reason is { } word ? _lastReasons.Of(ContainerReasons.Known(word)) : AttributeSet.Empty;
        points.Record(ContainerSignals.LastExitCode, (long)last.ExitCode, reason);
        if (last.Signal != 0)
        {
            points.Record(ContainerSignals.LastSignal, (long)last.Signal, reason);
        }

        if (last.Finished.IsSet)
        {
            points.Record(ContainerSignals.LastFinished, last.Finished.UnixNanoseconds / 1_000_000_000, reason);
        }
    }
}
