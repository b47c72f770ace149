using System.Diagnostics;
using Hex.Bench.Measure;
using Hex.Testing.Otlp;

namespace Hex.Bench.Scenarios.Cluster;

/// <summary>An agent on a quiet node, with TLS to the API server and to the receiver, and all that a DaemonSet's pod has on.</summary>
internal sealed class QuietAgent : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    public QuietAgent(Bench bench, QuietNode node, OtlpReceiver receiver, string roles, bool inLease = true)
    {
        var authority = Path.Combine(bench.Options.Temp, "receiver-ca.pem");
        File.WriteAllText(authority, receiver.CaPem);
        string[] settings =
        [
            "profile=kubernetes", $"roles={roles}", $"kubernetes.kubeconfig={node.Kubeconfig}", "cluster.name=bench",
            "leaderElection.enabled=true", "leaderElection.namespace=default", $"state.inLease={(inLease ? "true" : "false")}", $"state.path={bench.NewState()}",
            $"logs.enabled={(roles.Contains("node", StringComparison.Ordinal) ? "true" : "false")}", $"logs.root={node.Root}", "logs.startAt=beginning",
            "collectors.self.interval=30s", "http.listen=127.0.0.1:0", $"server.endpoint=localhost:{receiver.Port}", $"server.tls.ca={authority}",
        ];
        Started = bench.Time.GetTimestamp();
        _process = bench.Children.Start(
            bench.Options.Agent,
            ["run", .. settings.SelectMany(setting => new[] { "--set", setting })],
            line =>
            {
                _lines.Enqueue(line);
                if (_lines.Count > 20)
                    _lines.Dequeue();
            },
            ("NODE_NAME", node.Name));
    }

    /// <summary>When it was started, by the clock of the bench.</summary>
    public long Started { get; }

    public TimeSpan Cpu => CpuTime.OfRunning(_process.Id);

    public long ResidentBytes => ProcessMemory.Resident(_process.Id) ?? throw Ended();

    public long PeakBytes => ProcessMemory.Peak(_process.Id) ?? throw Ended();

    public BenchException Ended() => new($"the agent has ended or does nothing:\n{string.Join('\n', _lines)}");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _ = NativeMethods.kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
    }
}
