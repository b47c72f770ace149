using Quickstart.World;

namespace Quickstart.Story;

/// <summary>A quiet day.</summary>
internal sealed class AllWell : IChapter
{
    public string Title => "All well";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "Three nodes, six workloads, nothing special.",
            "Log lines say which service and project they are of. The pods of kube-system say nothing of a project, so they have none.",
            14,
            _ => Task.CompletedTask,
            seen => seen.Nodes.Count == Shop.Machines.Count
                && seen.Nodes.All(node => node is { Ready: "true", Cpu.Usage: > 0, Memory.Usage: > 0 })
                && Shop.Services.All(seen.IsComplete)
                && seen.Pods.All(pod => pod is { Cpu.Usage: > 0, Memory.Usage: > 0 })
                && Shop.Services.All(service => seen.PodsOf(service).All(pod => pod.Project == service.Project))
                && seen.Lines.Any(line => line is { Service: "storefront", Project: "webshop" })
                && seen.Lines.Any(line => line is { Service: "orders-db", Project: "payments" })),
    ];
}
