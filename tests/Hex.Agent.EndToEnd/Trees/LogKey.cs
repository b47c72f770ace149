using Hex.Bench.Count;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Trees;

/// <summary>What a record's order is within: a container's stream.</summary>
internal readonly record struct LogKey(string Pod, string Container, string Stream)
{
    public static LogKey Of(in FoundRecord record) => new(record.File.PodDirectory, record.File.Container, record.Stream);

    public static LogKey Of(ReceivedLog log) => new(
        $"{log.Resource["k8s.namespace.name"]}_{log.Resource["k8s.pod.name"]}_{log.Resource["k8s.pod.uid"]}",
        (string)log.Resource["k8s.container.name"]!,
        log.Attributes.GetValueOrDefault("log.iostream") as string ?? "");
}
