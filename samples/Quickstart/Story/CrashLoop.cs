using Hex.Testing.Node;
using Quickstart.World;

namespace Quickstart.Story;

/// <summary>A version that cannot start, and the way back.</summary>
internal sealed class CrashLoop(Stage stage) : IChapter
{
    private const string Cause = "PAYMENT_PROVIDER_URL is not set";

    private ShopPod? _broken;

    public string Title => "Crash loop";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "A new version of checkout cannot start: it ends with an error, is started again, ends again. The old pods go on serving.",
            "Pods: CrashLoopBackOff and its restarts, and how the container ended. Events: the count of BackOff grows. Log: why it ends.",
            28,
            CrashAsync,
            seen => seen.PodsOf(Shop.Checkout).Any(pod =>
                    pod is { Status: "CrashLoopBackOff", Restarts: >= 2, LastEnd: "Error (1)", IsReady: false } && pod.Name == _broken!.Name)
                && seen.HasEvent("BackOff", _broken!.Name, count: 2)
                && seen.HasLine(Shop.Checkout, Cause)),
        new(
            "Checkout is rolled back.",
            "Pods: the broken one is gone, and its series have ended.",
            9,
            RollBackAsync,
            seen => seen.IsComplete(Shop.Checkout) && seen.PodsOf(Shop.Checkout).Count() == Shop.Checkout.Replicas),
    ];

    private async Task CrashAsync(CancellationToken stop)
    {
        var checkout = stage.World[Shop.Checkout];
        var broken = stage.Release(checkout, "2.0.0-rc1");
        var pod = _broken = stage.Do(() => stage.World.Kubelet.Create(checkout, broken));
        await stage.WaitAsync(2, stop);
        stage.Do(() => stage.World.Kubelet.Start(pod, isReady: false));
        for (var wait = 2; wait <= 8; wait *= 2)
        {
            stage.Say(pod, $"level=fatal msg=\"cannot start\" error=\"{Cause}\"", LogStream.Stderr);
            await stage.WaitAsync(1, stop);
            stage.Do(() => stage.World.Kubelet.End(pod, "Error", 1));
            await stage.WaitAsync(1, stop);
            stage.Do(() => stage.World.Kubelet.BackOff(pod));
            await stage.WaitAsync(wait, stop);
            if (wait < 8)
            {
                stage.Do(() => stage.World.Kubelet.Restart(pod, isReady: false));
            }
        }
    }

    private async Task RollBackAsync(CancellationToken stop)
    {
        var checkout = stage.World[Shop.Checkout];
        stage.Do(() =>
        {
            // The newest revision is the one to run: the good one moves to the end.
            var good = checkout.Pods.First(pod => pod != _broken).Revision;
            checkout.Revisions.Remove(good);
            checkout.Revisions.Add(good);
        });
        await stage.StopPodAsync(_broken!, stop);
    }
}
