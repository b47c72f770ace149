using Quickstart.World;

namespace Quickstart.Story;

/// <summary>A machine falls silent; what ran on it is replaced elsewhere.</summary>
internal sealed class NodeAway(Stage stage) : IChapter
{
    private Machine? _lost;

    public string Title => "Node away";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "A node falls silent. Nobody knows what its pods do.",
            "Nodes: Ready is unknown, and no usage comes from it any more. Workloads: fewer ready than wanted.",
            12,
            LoseAsync,
            seen => seen.Nodes.Any(node => node.Name == _lost!.Name && node is { Ready: "unknown", Cpu.Usage: null })
                && seen.HasEvent("NodeNotReady", _lost!.Name)
                && Shop.Services.Any(service => !seen.IsComplete(service))),
        new(
            "It stays away: its pods are given up and replaced on the other nodes.",
            "Pods: Terminating there, ContainerCreating and Running here.",
            16,
            ReplaceAsync,
            seen => seen.Pods.Where(pod => pod.Node == _lost!.Name).All(pod => pod.Workload == Shop.NodeProxy.Name || pod.Status == "Terminating")
                && Shop.Services.Where(service => service != Shop.NodeProxy).All(service =>
                    seen.PodsOf(service).Count(pod => pod.IsReady && pod.Node != _lost!.Name) >= service.Replicas)),
        new(
            "The node is back.",
            "Nodes: all are ready. Pods: what was given up is gone.",
            10,
            ComeBackAsync,
            seen => seen.Nodes.All(node => node is { Ready: "true", Cpu.Usage: > 0 }) && Shop.Services.All(seen.IsComplete)),
    ];

    private Task LoseAsync(CancellationToken stop)
    {
        stage.Do(() =>
        {
            // Not the database's: a StatefulSet's pod is not replaced while nobody knows whether it still runs.
            _lost = stage.World.Machines.Last(machine => stage.World[Shop.OrdersDb].Pods.TrueForAll(pod => pod.Machine != machine));
            stage.World.Kubelet.SetAway(_lost, true);
        });
        return Task.CompletedTask;
    }

    private async Task ReplaceAsync(CancellationToken stop)
    {
        var given = stage.Do(() => Strand().ToList());
        foreach (var pod in given)
        {
            stage.Do(() => stage.World.Kubelet.Terminate(pod));
        }

        await Task.WhenAll(given.Select(pod => stage.StartPodAsync(pod.Owner, pod.Owner.Current, stop)));
    }

    private async Task ComeBackAsync(CancellationToken stop)
    {
        stage.Do(() => stage.World.Kubelet.SetAway(_lost!, false));
        await stage.WaitAsync(1, stop);
        stage.Do(() =>
        {
            foreach (var pod in Strand().Where(pod => pod.DeletedAt is not null).ToList())
            {
                stage.World.Kubelet.Remove(pod);
            }
        });
    }

    private IEnumerable<ShopPod> Strand() => stage.World.Pods.Where(pod => pod.Machine == _lost && pod.Service.Kind == WorkloadKind.Deployment);
}
