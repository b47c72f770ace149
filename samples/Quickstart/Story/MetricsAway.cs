using Quickstart.World;

namespace Quickstart.Story;

/// <summary>metrics-server goes away and comes back.</summary>
internal sealed class MetricsAway(Stage stage) : IChapter
{
    public string Title => "No metrics-server";

    public IReadOnlyList<Beat> Beats =>
    [
        new(
            "metrics-server goes away. Usage is not known any more, and unknown is not zero: its series end. Everything else goes on.",
            "Nodes and pods: requests and limits without usage.",
            14,
            _ => Turn(isThere: false),
            seen => !seen.HasUsage && seen.Nodes.All(node => node is { Ready: "true", Cpu.Usage: null }) && Shop.Services.All(seen.IsComplete)),
        new(
            "metrics-server is back. It is asked again with growing waits, so this can take some seconds.",
            "Nodes and pods: usage is there again.",
            20,
            _ => Turn(isThere: true),
            seen => seen.Pods.All(pod => pod.Cpu.Usage > 0) && seen.Nodes.All(node => node.Memory.Usage > 0)),
    ];

    private Task Turn(bool isThere)
    {
        stage.Do(() => stage.World.Metrics.IsThere = isThere);
        return Task.CompletedTask;
    }
}
