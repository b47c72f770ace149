using Hex.Bench.Scenarios.Cluster;

namespace Hex.Bench.Scenarios;

/// <summary>Something to measure.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="About">One line for <c>--help</c>.</param>
/// <param name="RunAsync">Measures it.</param>
internal sealed record Scenario(string Name, string About, Func<Bench, Task<Row>> RunAsync)
{
    private const double MegaByte = 1e6;

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("discard", "one file of 1 GiB read, parsed and encoded, then thrown away", bench => BigFile.DiscardAsync(bench)),
        new("otlp", "the same file delivered over OTLP/gRPC, uncompressed", bench => BigFile.OtlpAsync(bench, "otlp", "none", 500)),
        new("otlp-gzip", "the same with gzip", bench => BigFile.OtlpAsync(bench, "otlp-gzip", "gzip", 300)),
        new("b100", "100 files of 10 MiB delivered uncompressed: peak memory", ManyFiles.RunAsync),
        new("live", "50 files, 10,000 lines a second, rotations at 10 MiB", Live.RunAsync),
        new("kill", "the same load, the agent killed twice with SIGKILL: lost and repeated records", Live.KilledAsync),
        new("idle100", "100 quiet files", bench => Idle.RunAsync(bench, 100, 0.1, 65 * MegaByte)),
        new("idle1000", "1,000 quiet files", bench => Idle.RunAsync(bench, 1000, 0.5, null)),
        new("idle-tls", "50 pods and 100 quiet files on a node, TLS to API server and receiver: memory, processor, first record", QuietRun.NodeAsync),
        new("standby", "the same of an agent that also stands by to lead the cluster", QuietRun.StandbyAsync),
        new("cluster1k", "the leader of 1,000 pods: memory, first sync, a cycle, 100 changes a second", bench => ClusterScale.RunAsync(bench, "cluster1k", 1000)),
        new("cluster5k", "the same of 5,000 pods", bench => ClusterScale.RunAsync(bench, "cluster5k", 5000)),
        new("cluster20k", "the same of 20,000 pods", bench => ClusterScale.RunAsync(bench, "cluster20k", 20_000)),
        new("start", "size of the program, and the time of `hex-agent version`", StartCost.RunAsync),
        new("real", "recorded container logs, counted independently", Recorded.RunAsync),
    ];
}
