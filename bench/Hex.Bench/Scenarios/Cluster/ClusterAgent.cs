using System.Diagnostics;
using Hex.Bench.Measure;
using Hex.Bench.Receive;

namespace Hex.Bench.Scenarios.Cluster;

/// <summary>The agent in the role cluster, collecting at an interval and sending to a counting receiver.</summary>
internal sealed class ClusterAgent : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly Bench _bench;
    private readonly ReceiverProcess _receiver;
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private ClusterAgent(Bench bench, ReceiverProcess receiver, ClusterProcess cluster, TimeSpan interval)
    {
        (_bench, _receiver) = (bench, receiver);
        string[] collectors = ["node", "namespace", "pod", "container", "workload", "job", "hpa", "pvc"];
        string[] settings =
        [
            "profile=kubernetes", "roles=cluster", "leaderElection.enabled=false", $"kubernetes.kubeconfig={cluster.Kubeconfig}", $"state.path={bench.NewState()}",
            "http.listen=", "exporters=otlp", $"server.endpoint={receiver.Endpoint}", "server.insecure=true", "server.compression=gzip",
            .. collectors.Select(name => $"collectors.{name}.interval={interval.TotalSeconds:F0}s"),
        ];
        _process = bench.Children.Start(bench.Options.Agent, ["run", .. settings.SelectMany(setting => new[] { "--set", setting })], line =>
        {
            _lines.Enqueue(line);
            if (_lines.Count > 20)
                _lines.Dequeue();
        });
    }

    public TimeSpan Cpu => CpuTime.OfRunning(_process.Id);

    public MemoryUse Memory => ProcessMemory.Use(_process.Id) ?? throw Ended();

    /// <summary>The most it was seen to have while it was waited for; every 0.1 s.</summary>
    public MemoryUse HighestSeen { get; private set; }

    public long PeakBytes => ProcessMemory.Peak(_process.Id) ?? throw Ended();

    public static async Task<ClusterAgent> StartAsync(Bench bench, ClusterProcess cluster, TimeSpan interval) =>
        new(bench, await ReceiverProcess.StartAsync(bench.Children, checksIds: false), cluster, interval);

    /// <summary>Waits until the points of a first collection have come: the API server's events never cease where there is change.</summary>
    public async Task<ReceiverReport> WaitForFirstAsync()
    {
        var started = _bench.Time.GetTimestamp();
        ReceiverReport? last = null;
        var changed = started;
        while (true)
        {
            if (_process.HasExited)
                throw Ended();
            HighestSeen = Memory is { } now && now.Resident > HighestSeen.Resident ? now : HighestSeen;
            var report = await _receiver.AskAsync();
            if (report.Points != last?.Points)
                changed = _bench.Time.GetTimestamp();
            else if (report.Points > 0 && _bench.Time.GetElapsedTime(changed) > Quiet)
                return report;
            last = report;
            if (_bench.Time.GetElapsedTime(started) > _bench.Options.Limit)
                throw new BenchException($"nothing arrived within {_bench.Options.Limit}:\n{string.Join('\n', _lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), _bench.Time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _ = NativeMethods.kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
        await _receiver.DisposeAsync();
    }

    private BenchException Ended() => new($"the agent ended by itself:\n{string.Join('\n', _lines)}");
}
