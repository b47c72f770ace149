using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Bench.Scenarios.Cluster;

/// <summary>What an agent costs where nothing happens: resident memory, processor time, requests to the API server, and how soon the first record is with the backend.</summary>
internal static class QuietRun
{
    private const double MostBytes = 65e6;
    private const double MostPercent = 0.3;
    private const string Leases = "leases.coordination.k8s.io";
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    /// <summary>The role node alone.</summary>
    public static Task<Row> NodeAsync(Bench bench) => RunAsync(bench, "idle-tls", "node", leads: false);

    /// <summary>Both roles, while another leads.</summary>
    public static Task<Row> StandbyAsync(Bench bench) => RunAsync(bench, "standby", "node,cluster", leads: true);

    private static async Task<Row> RunAsync(Bench bench, string name, string roles, bool leads)
    {
        await using var node = await QuietNode.StartAsync(bench, name);
        await WarmUpAsync(bench, node);
        await using var receiver = await OtlpReceiver.StartAsync(options => (options.Tls, options.Keep) = (ReceiverTls.Server, Keep.CountsOnly));
        await using var leader = leads ? await LeaderAsync(bench, node) : null;
        await using var agent = new QuietAgent(bench, node, receiver, roles);
        await WaitAsync(receiver, 1, agent, bench);
        var first = bench.Time.GetElapsedTime(agent.Started);
        await WaitAsync(receiver, node.Manifest.Counts.Records, agent, bench);
        await Task.Delay(Settle, bench.Time);
        bench.Say($"{name}: first record after {first.TotalMilliseconds:F0} ms; quiet for {bench.Options.Duration}");
        node.Cluster.Requests.Clear();
        var (before, started) = (agent.Cpu, bench.Time.GetTimestamp());
        await Task.Delay(bench.Options.Duration, bench.Time);
        var (cpu, elapsed, resident) = (agent.Cpu - before, bench.Time.GetElapsedTime(started), agent.ResidentBytes);
        var percent = 100 * cpu / elapsed;
        return new Row(
            name,
            $"{percent:F3} % of a core, {resident / 1e6:F0} MB, first record after {first.TotalMilliseconds:F0} ms, API server asked {Asked(node.Cluster) / elapsed.TotalMinutes:F1} times a minute",
            $"≤ {MostPercent} %, ≤ {MostBytes / 1e6:F0} MB, ≤ {FirstWithin.TotalMilliseconds:F0} ms",
            percent <= MostPercent && resident <= MostBytes && first <= FirstWithin && receiver.Counts.RepeatedLogs == 0)
        {
            Cpu = cpu,
            Elapsed = elapsed,
            PeakBytes = agent.PeakBytes,
            Written = node.Manifest.Counts.Records,
        };
    }

    /// <summary>An agent that is not measured, so that the servers of this process have answered once: their code is compiled then, as that of servers elsewhere is.</summary>
    private static async Task WarmUpAsync(Bench bench, QuietNode node)
    {
        await using var receiver = await OtlpReceiver.StartAsync(options => (options.Tls, options.Keep) = (ReceiverTls.Server, Keep.CountsOnly));
        await using var agent = new QuietAgent(bench, node, receiver, "node", inLease: false);
        await WaitAsync(receiver, node.Manifest.Counts.Records, agent, bench);
    }

    /// <summary>What the measured agent asked: the leader writes its Lease and watches, and reads nothing by itself.</summary>
    private static long Asked(SimulatedCluster cluster) =>
        cluster.Requests.Counts.Where(pair => pair.Key is not ("patch", Leases) && pair.Key.Verb is not "list").Sum(pair => pair.Value);

    private static async Task<LeaderOfAnother> LeaderAsync(Bench bench, QuietNode node)
    {
        var receiver = await OtlpReceiver.StartAsync(options => (options.Tls, options.Keep) = (ReceiverTls.Server, Keep.CountsOnly));
        var leader = new LeaderOfAnother(receiver, new QuietAgent(bench, node, receiver, "cluster"));
        using var late = new CancellationTokenSource(bench.Options.Limit, bench.Time);
        await node.Cluster.Requests.WaitForAsync("patch", Leases, 2, late.Token);
        return leader;
    }

    private static async Task WaitAsync(OtlpReceiver receiver, long records, QuietAgent agent, Bench bench)
    {
        try
        {
            await receiver.WaitForAsync(received => received.Counts.UniqueLogs >= records, bench.Options.Limit);
        }
        catch (TimeoutException)
        {
            throw agent.Ended();
        }
    }

    /// <summary>Who leads, so that the measured one does not.</summary>
    private sealed class LeaderOfAnother(OtlpReceiver receiver, QuietAgent agent) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await agent.DisposeAsync();
            await receiver.DisposeAsync();
        }
    }
}
