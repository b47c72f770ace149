using Quickstart.World;

namespace Quickstart.Story;

/// <summary>A container that takes more and more memory until the kernel ends it.</summary>
internal sealed class OutOfMemory(Stage stage) : IChapter
{
    private ShopPod? _leaking;

    public string Title => "Out of memory";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "A thumbnailer leaks: its memory climbs to its limit.",
            "Pods: the bar of the thumbnailer's memory fills up and changes its colour.",
            16,
            LeakAsync,
            seen => seen.PodsOf(Shop.Thumbnailer).Any(pod => pod.Name == _leaking!.Name && pod.Memory.Usage / pod.Memory.Limit > 0.9)),
        new(
            "The kernel ends the container: OOMKilled. The kubelet starts it again.",
            "Pods: a restart, OOMKilled (137), and memory as it should be. Events: OOMKilling, about the node.",
            14,
            KillAsync,
            seen => seen.PodsOf(Shop.Thumbnailer).Any(pod =>
                    pod.Name == _leaking!.Name && pod is { IsReady: true, Restarts: >= 1, LastEnd: "OOMKilled (137)" } && pod.Memory.Usage / pod.Memory.Limit < 0.8)
                && seen.HasEvent("OOMKilling", _leaking!.Machine.Name)
                && seen.IsComplete(Shop.Thumbnailer)),
    ];

    private async Task LeakAsync(CancellationToken stop)
    {
        var pod = _leaking = stage.Do(() => stage.World[Shop.Thumbnailer].Pods.MaxBy(pod => pod.Created)!);
        for (var share = 0.60; share < 1; share += 0.06)
        {
            stage.Do(() => pod.MemoryShare = share);
            await stage.WaitAsync(2, stop);
        }
    }

    private async Task KillAsync(CancellationToken stop)
    {
        var pod = _leaking!;
        stage.Say(pod, "WARN  img-7731.tiff: 412 megapixels, this will take a while");
        await stage.WaitAsync(1, stop);
        stage.Do(() =>
        {
            stage.World.Kubelet.End(pod, "OOMKilled", 137);
            stage.World.Events.Warning(
                Subject.Of(pod.Machine), "OOMKilling", $"Memory cgroup out of memory: Killed process 4711 ({pod.Service.Name})", "kernel-monitor");
        });
        await stage.WaitAsync(4, stop);
        stage.Do(() => stage.World.Kubelet.Restart(pod));
        stage.Say(pod, "INFO  thumbnailer starts, 412 megapixels are too many from now on");
    }
}
