using System.Diagnostics;
using Hex.Bench.Measure;
using Hex.Bench.Receive;

namespace Hex.Bench.Scenarios;

/// <summary>The agent as it runs on a node, sending to a counting receiver.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Bench _bench;
    private readonly ReceiverProcess _receiver;
    private readonly List<string> _arguments;
    private readonly Queue<string> _lines = new();
    private Process _process;

    private RunningAgent(Bench bench, ReceiverProcess receiver, string root)
    {
        _bench = bench;
        _receiver = receiver;
        _arguments = AgentArguments.Run(root, bench.NewState(), AgentArguments.Otlp(receiver.Endpoint, "none"));
        _process = Start();
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Cpu => CpuTime.OfRunning(_process.Id);

    /// <summary>Resident bytes now.</summary>
    public long ResidentBytes => ProcessMemory.Resident(_process.Id) ?? throw Ended();

    /// <summary>The most resident bytes so far.</summary>
    public long PeakBytes => ProcessMemory.Peak(_process.Id) ?? throw Ended();

    public static async Task<RunningAgent> StartAsync(Bench bench, string root) => new(bench, await ReceiverProcess.StartAsync(bench.Children), root);

    /// <summary>Waits until so many different records have arrived, or the time is over.</summary>
    public Task<ReceiverReport> WaitForAsync(long records, TimeSpan limit) => WaitForAsync(report => report.Unique >= records, limit);

    /// <summary>Waits until the receiver has counted enough, or the time is over.</summary>
    public async Task<ReceiverReport> WaitForAsync(Func<ReceiverReport, bool> isEnough, TimeSpan limit)
    {
        var started = _bench.Time.GetTimestamp();
        while (true)
        {
            var report = await _receiver.AskAsync();
            if (isEnough(report) || _bench.Time.GetElapsedTime(started) > limit)
                return report;
            if (_process.HasExited)
                throw Ended();
            await Task.Delay(TimeSpan.FromMilliseconds(100), _bench.Time);
        }
    }

    /// <summary>SIGKILL, and a new agent on the same state.</summary>
    public async Task KillAndRestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process = Start();
    }

    /// <summary>Stops the agent as Kubernetes does, and the receiver.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _ = NativeMethods.kill(_process.Id, Terminate);
        using var limit = new CancellationTokenSource(StopLimit, _bench.Time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            _bench.Say($"the agent did not stop within {StopLimit} of SIGTERM");
        }

        await _receiver.DisposeAsync();
    }

    private Process Start() => _bench.Children.Start(_bench.Options.Agent, _arguments, line =>
    {
        _lines.Enqueue(line);
        if (_lines.Count > 20)
            _lines.Dequeue();
    });

    private BenchException Ended() => new($"the agent ended by itself:\n{string.Join('\n', _lines)}");
}
