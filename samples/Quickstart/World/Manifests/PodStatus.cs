using System.Text.Json.Nodes;

namespace Quickstart.World.Manifests;

/// <summary>What the kubelet says of a pod. A crash loop is a pod that runs: only its container waits.</summary>
internal static class PodStatus
{
    public static JsonObject Of(ShopPod pod)
    {
        var ready = pod.IsReady && !pod.Machine.IsAway;
        return new JsonObject
        {
            ["phase"] = pod is { Stage: PodStage.Creating, Restarts: 0 } ? "Pending" : "Running",
            ["qosClass"] = "Burstable",
            ["startTime"] = Moment.Text(pod.Created),
            ["conditions"] = new JsonArray(
                Condition("PodScheduled", true, pod.Created),
                Condition("Initialized", true, pod.Created),
                Condition("ContainersReady", ready, pod.Started),
                Condition("Ready", ready, pod.Started)),
            ["containerStatuses"] = new JsonArray(Container(pod)),
        };
    }

    private static JsonObject Container(ShopPod pod) => new()
    {
        ["name"] = pod.Service.Name,
        ["image"] = PodManifest.Image(pod),
        ["containerID"] = pod.Stage == PodStage.Creating ? "" : pod.ContainerId,
        ["state"] = State(pod),
        ["lastState"] = pod.Last is { } last ? new JsonObject { ["terminated"] = Terminated(last) } : [],
        ["ready"] = pod.IsReady,
        ["started"] = pod.Stage == PodStage.Running,
        ["restartCount"] = pod.Restarts,
    };

    private static JsonObject State(ShopPod pod) => pod.Stage switch
    {
        PodStage.Creating => new() { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } },
        PodStage.BackingOff => new() { ["waiting"] = new JsonObject { ["reason"] = "CrashLoopBackOff" } },
        PodStage.Terminated => new() { ["terminated"] = Terminated(pod.Last!) },
        _ => new() { ["running"] = new JsonObject { ["startedAt"] = Moment.Text(pod.Started) } },
    };

    private static JsonObject Terminated(Ending ending) => new()
    {
        ["reason"] = ending.Reason,
        ["exitCode"] = ending.ExitCode,
        ["startedAt"] = Moment.Text(ending.Started),
        ["finishedAt"] = Moment.Text(ending.Finished),
    };

    private static JsonObject Condition(string type, bool isTrue, DateTimeOffset since) => new()
    {
        ["type"] = type,
        ["status"] = isTrue ? "True" : "False",
        ["lastTransitionTime"] = Moment.Text(since),
    };
}
