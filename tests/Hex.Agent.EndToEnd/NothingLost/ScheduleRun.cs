using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Node;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.NothingLost;

/// <summary>Plays a schedule: a node that writes and rotates, a receiver that misbehaves, and agents that are killed and started again.</summary>
internal sealed class ScheduleRun : IAsyncDisposable
{
    // Small, so that "repeats only of what was in flight" says something.
    private const string InFlight = "4MiB";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(60);

    private readonly Schedule _schedule;
    private readonly Workspace _workspace = new();
    private readonly SimulatedNode _node;
    private readonly OtlpReceiver _receiver;
    private AgentProcess _agent;
    private long _recordsAtStart;

    private ScheduleRun(Schedule schedule, OtlpReceiver receiver)
    {
        _schedule = schedule;
        _receiver = receiver;
        _node = new SimulatedNode(new SimulatedNodeOptions
        {
            Root = _workspace.Pods,
            Seed = schedule.Seed,
            MaxFileBytes = schedule.MaxFileBytes,
            // Nothing is deleted: whatever is missing at the end is the agent's fault.
            MaxFiles = 1000,
            EndedInstancesKept = 1000,
            RotationCheckInterval = schedule.RotationCheck,
            FailedReopenProbability = schedule.FailedReopens,
        });
        for (var i = 0; i < schedule.Containers; i++)
            _node.Pod("shop", $"web-{i}").Container("app");
        _agent = StartAgent();
    }

    /// <summary>The most resident bytes any of the agents had.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>What all agents wrote to their standard error.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<ScheduleRun> StartAsync(Schedule schedule) => new(schedule, await OtlpReceiver.StartAsync());

    /// <summary>Plays it to its end, waits until everything has arrived, and compares.</summary>
    public async Task<DeliveryReport> PlayAsync()
    {
        using var end = new CancellationTokenSource();
        var writing = _node.RunAsync(_schedule.LinesPerSecond, end.Token);
        var started = TimeProvider.System.GetTimestamp();
        foreach (var trouble in _schedule.Events)
        {
            await WaitUntilAsync(started, trouble.At);
            await HappenAsync(trouble);
        }

        await WaitUntilAsync(started, _schedule.Duration);
        await end.CancelAsync();
        await writing;
        _receiver.Script.Normal();
        await _receiver.GoOnlineAsync();
        await TryWaitAsync(() => _receiver.Counts.UniqueLogs >= _node.WrittenCount, ArrivalLimit);
        await StopAgentAsync(kill: false);
        return DeliveryCheck.Compare(_node, _receiver);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _node.Dispose();
        await _receiver.DisposeAsync();
        _workspace.Dispose();
    }

    private AgentProcess StartAgent()
    {
        _recordsAtStart = _receiver.Counts.LogRecords;
        return AgentProcess.Run(new AgentSettings(_workspace, _receiver).With("logs.maxInFlightBytes", InFlight).With("server.timeout", "2s"));
    }

    private static Task WaitUntilAsync(long started, TimeSpan at)
    {
        var wait = at - TimeProvider.System.GetElapsedTime(started);
        return wait > TimeSpan.Zero ? Task.Delay(wait) : Task.CompletedTask;
    }

    /// <summary>Waits for it; what follows finds out if it did not come.</summary>
    private async Task TryWaitAsync(Func<bool> condition, TimeSpan limit)
    {
        try
        {
            await _receiver.WaitForAsync(_ => condition(), limit);
        }
        catch (TimeoutException)
        {
            Errors.Add($"not in {limit}: {_receiver.Counts}");
        }
    }

    private async Task StopAgentAsync(bool kill)
    {
        PeakBytes = Math.Max(PeakBytes, _agent.PeakBytes);
        if (kill)
            await _agent.KillAsync();
        else if (await _agent.TerminateAsync() is not 0 and var code)
            Errors.Add($"SIGTERM ended the agent with {code}");
        Errors.AddRange(_agent.Errors);
        await _agent.DisposeAsync();
    }

    private async Task HappenAsync(ScheduledTrouble trouble)
    {
        var random = new Random(trouble.Measure);
        var requests = 1 + trouble.Measure % 4;
        var pause = TimeSpan.FromMilliseconds(trouble.Measure);
        switch (trouble.Kind)
        {
            case Trouble.Kill or Trouble.Restart:
                // An agent that has not begun to send has nothing in flight.
                await TryWaitAsync(() => _receiver.Counts.LogRecords > _recordsAtStart, StartLimit);
                await Task.Delay(pause / 4);
                await StopAgentAsync(kill: trouble.Kind == Trouble.Kill);
                await Task.Delay(pause / 2);
                _agent = StartAgent();
                break;
            case Trouble.Outage:
                await _receiver.GoOfflineAsync();
                await Task.Delay(pause);
                await _receiver.GoOnlineAsync();
                break;
            case Trouble.DropConnections:
                _receiver.DropConnections();
                break;
            case Trouble.LoseAcks:
                _receiver.Script.Next(requests, Fault.LoseAck());
                break;
            case Trouble.Slow:
                _receiver.Script.Next(requests, Fault.ReadSlowly(50_000 + 1000 * trouble.Measure));
                break;
            case Trouble.Unavailable:
                _receiver.Script.Next(requests, Fault.Refuse(GrpcStatusCode.Unavailable, "not now", pause / 4));
                break;
            case Trouble.Throttle:
                _receiver.Script.Next(requests, Fault.Refuse(GrpcStatusCode.ResourceExhausted, "too much", pause / 4));
                break;
            case Trouble.GoAway:
                _receiver.Script.Next(requests, Fault.GoAway());
                break;
            case Trouble.DropMidway:
                _receiver.Script.Next(requests, Fault.DropConnection(random.Next(100_000)));
                break;
            case Trouble.ContainerRestart:
                var pods = _node.Pods;
                pods[random.Next(pods.Count)].Containers[0].Restart();
                break;
            default:
                _node.Pod("shop", $"new-{trouble.Measure}").Container("app");
                break;
        }
    }
}
