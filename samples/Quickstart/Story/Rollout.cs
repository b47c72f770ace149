using Quickstart.World;

namespace Quickstart.Story;

/// <summary>A new version replaces the old one, pod by pod.</summary>
internal sealed class Rollout(Stage stage) : IChapter
{
    // What a probe was answered goes into the event as it is, and anybody may have written it.
    private const string ProbeAnswer = "Readiness probe failed: HTTP probe failed with statuscode: 503, body: <html><script>alert(1)</script></html>";

    private Revision? _new;

    public string Title => "Rollout";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "The storefront gets a new version: one pod more, then one of the old ones goes, until all are new.",
            "Workloads: \"new\" grows until it is what is wanted. Pods: names with another hash.",
            24,
            PlayAsync,
            seen => seen.IsComplete(Shop.Storefront)
                && seen.PodsOf(Shop.Storefront).Count() == Shop.Storefront.Replicas
                && seen.PodsOf(Shop.Storefront).All(pod => pod.ReplicaSet?.EndsWith(_new!.Hash, StringComparison.Ordinal) == true)
                && seen.HasEvent("ScalingReplicaSet", "storefront")
                && seen.HasEvent("Killing", "storefront")
                && seen.HasLine(Shop.Storefront, "listens")),
    ];

    private async Task PlayAsync(CancellationToken stop)
    {
        var storefront = stage.World[Shop.Storefront];
        _new = stage.Release(storefront, $"1.{8 + storefront.Current.Number}.0");
        foreach (var old in stage.Do(() => storefront.Pods.Where(pod => pod.Revision != _new).ToList()))
        {
            var pod = await stage.StartPodAsync(storefront, _new, stop);
            stage.Do(() => stage.World.Events.Warning(Subject.Of(pod), "Unhealthy", ProbeAnswer));
            await stage.WaitAsync(1, stop);
            await stage.StopPodAsync(old, stop);
            await stage.WaitAsync(1.5, stop);
        }
    }
}
