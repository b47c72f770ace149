using System.Globalization;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>Plays a schedule against some agents at one API server and one receiver, and gathers what is wrong.</summary>
internal sealed class ChurnRun : IAsyncDisposable
{
    /// <summary>Of the Lease: short, so that a run is short. The bounds are those of the agent, in parts of it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    // From the lease to the first points: the sync and the first collection.
    private static readonly TimeSpan Begin = 0.75 * Lease;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly ChurnSchedule _schedule;
    private readonly SimulatedCluster _cluster;
    private readonly OtlpReceiver _receiver;
    private readonly EpochOracle _oracle = new();
    private readonly EventFeed _events;
    private readonly ChurnAgent[] _agents;
    private readonly Action<string> _tell;
    private readonly StallMeter _stalls = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();

    private ChurnRun(ChurnSchedule schedule, SimulatedCluster cluster, OtlpReceiver receiver, Action<string> tell)
    {
        (_schedule, _cluster, _receiver, _tell) = (schedule, cluster, receiver, tell);
        _events = new EventFeed(cluster, schedule.Seed);
        _agents = [.. Enumerable.Range(0, schedule.Agents).Select(i => new ChurnAgent(i, cluster, receiver, Lease))];
    }

    private int _repeated;

    /// <summary>Whatever was not as it must be.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How long after a leader was killed, stopped or gave back its lease the next one's points arrived.</summary>
    public List<(ChurnFault Fault, TimeSpan After)> Takeovers { get; } = [];

    private int Epoch => _oracle.Firsts.Count == 0 ? 0 : _oracle.Firsts.Keys.Last();

    public static async Task<ChurnRun> StartAsync(ChurnSchedule schedule, Action<string> tell) =>
        new(schedule, await SimulatedCluster.StartAsync(), await OtlpReceiver.StartAsync(options => options.KeepRequests = 2000), tell);

    public async Task PlayAsync()
    {
        foreach (var agent in _agents)
            agent.Start();
        using var end = new CancellationTokenSource();
        await WaitAsync(() => Epoch > 0, TimeSpan.FromSeconds(60), "the first leader's points");
        var feeding = _events.RunAsync(end.Token);
        foreach (var one in _schedule.Events)
        {
            await SteadyAsync();
            TellRepeats();
            await PauseAsync(TimeSpan.FromSeconds(3 * one.Measure));
            await HappenAsync(one);
            foreach (var agent in _agents)
            {
                agent.Listen();
                if (agent.HasDied)
                    Faults.Add($"{agent.Name} has ended by itself after {one}:\n{string.Join('\n', agent.Lines.TakeLast(20))}");
            }
        }

        await SteadyAsync();
        TellRepeats();
        await end.CancelAsync();
        await feeding;
        await WaitAsync(() => _events.Missing().Count == 0, 3 * Lease, "all events");
        foreach (var agent in _agents)
            await TerminateAsync(agent);
        Take();
        Judge();
    }

    public override string ToString()
    {
        var takeovers = Takeovers.GroupBy(one => one.Fault).Select(group => string.Create(
            CultureInfo.InvariantCulture, $"{group.Key} {group.Count()} ({group.Average(one => one.After.TotalSeconds):F1} s, at most {group.Max(one => one.After.TotalSeconds):F1} s)"));
        return $"{_schedule}\n  {_oracle.Firsts.Count} epochs, {_oracle.Points} points of {_oracle.Series} series, {_oracle.Late.Count} requests in flight at a freeze; "
            + $"{_events.Made} events made, {_events.Arrived} arrived, {_events.Repeated} of them again with the same id\n  first points of the next leader after: {string.Join(", ", takeovers)}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
        await _receiver.DisposeAsync();
        await _cluster.DisposeAsync();
        await _stalls.DisposeAsync();
    }

    private async Task HappenAsync(ChurnEvent one)
    {
        var leader = Leader() ?? _agents[0];
        var victim = one.ToLeader ? leader : _agents.First(agent => agent != leader);
        var (before, epoch) = (TimeProvider.System.GetUtcNow(), Epoch);
        var taken = victim == leader && one.Fault is ChurnFault.Kill or ChurnFault.Release or ChurnFault.Freeze ? TakenAsync() : null;
        _tell(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_started).TotalSeconds:F1} s: {one.Fault} of {(victim == leader ? "leader" : "standby")} {victim.Name}, epoch {epoch}"));
        switch (one.Fault)
        {
            case ChurnFault.Kill:
                await victim.KillAsync();
                if (one.Measure < 0.3)
                    victim.Start();
                await TakenOverAsync(one.Fault, taken, epoch, before, 2 * Lease);
                if (one.Measure >= 0.3)
                    victim.Start();
                break;
            case ChurnFault.Release:
                var released = victim == leader ? ReleasedAsync() : Task.FromResult(before);
                await TerminateAsync(victim);
                // Whoever waits for the lease to run out takes longer.
                await TakenOverAsync(one.Fault, taken, epoch, await released, 0.5 * Lease);
                victim.Start();
                break;
            case ChurnFault.Freeze:
                await victim.StopAsync();
                await TakenOverAsync(one.Fault, taken, epoch, before, 2 * Lease);
                await PauseAsync(TimeSpan.FromSeconds(one.Measure));
                await victim.ContinueAsync();
                break;
            case ChurnFault.ShortFreeze:
                await victim.StopAsync();
                await PauseAsync(0.4 * Lease);
                await victim.ContinueAsync();
                await KeptAsync(one, epoch);
                break;
            case ChurnFault.ClockForward or ChurnFault.ClockBack:
                await JumpAsync(one, victim, victim == leader);
                await KeptAsync(one, epoch);
                break;
            case ChurnFault.LongOutage or ChurnFault.ShortOutage:
                await _cluster.StopListeningAsync();
                await PauseAsync((one.Fault == ChurnFault.ShortOutage ? 0.3 : 1.5 + one.Measure) * Lease);
                await _cluster.ListenAgainAsync();
                if (one.Fault == ChurnFault.ShortOutage)
                    await KeptAsync(one, epoch);
                break;
            case ChurnFault.Hanging:
                using (_cluster.Faults.During("*", "*", ApiFault.Hang()))
                    await PauseAsync((1.2 + one.Measure) * Lease);
                break;
            case ChurnFault.Unavailable:
                using (_cluster.Faults.During("*", "*", ApiFault.Status(503, retryAfterSeconds: 1)))
                    await PauseAsync((1.2 + one.Measure) * Lease);
                break;
            case ChurnFault.ReadOnly:
                using (_cluster.Faults.When(request => request.Resource == "leases" && request.Verb is not ("get" or "list" or "watch"), ApiFault.Status(500)))
                    await PauseAsync((1.2 + one.Measure) * Lease);
                break;
            default:
                _cluster.DropConnections();
                await KeptAsync(one, epoch);
                break;
        }
    }

    private async Task JumpAsync(ChurnEvent one, ChurnAgent victim, bool leads)
    {
        if (!ChurnAgent.CanJump)
            return;
        // Less than an hour: certificates are younger than that.
        var offset = TimeSpan.FromMinutes(10 + (30 * one.Measure)) * (one.Fault == ChurnFault.ClockForward ? 1 : -1);
        victim.Jump(offset);
        if (!leads)
            return;
        await WaitAsync(() => Epoch > 0 && _oracle.Offsets[Epoch].Duration() > offset.Duration() - TimeSpan.FromMinutes(1), Lease, $"a point {offset} off the true time");
    }

    /// <summary>What is no reason to change the leader must not change it.</summary>
    private async Task KeptAsync(ChurnEvent one, int epoch)
    {
        var since = TimeProvider.System.GetUtcNow();
        await PauseAsync(0.9 * Lease);
        if (Epoch != epoch && _stalls.Since(since - Lease) < Lease / 6)
            Faults.Add($"{one}: epoch {epoch} ended, though nothing had happened to it; {Epoch} is the latest");
    }

    /// <summary>The lease is taken within a limit, as the election promises; points come as soon as the new leader can have some.</summary>
    private async Task TakenOverAsync(ChurnFault fault, Task<DateTimeOffset>? taken, int epoch, DateTimeOffset since, TimeSpan limit)
    {
        if (taken is null)
            return;
        await WaitAsync(() => Epoch > epoch, 3 * Lease, $"points of an epoch after {epoch}, whose leader met {fault}");
        if (Epoch == epoch)
            return;
        var leading = await taken;
        var first = _oracle.Firsts.First(pair => pair.Key > epoch).Value;
        Takeovers.Add((fault, first - since));

        // A machine that has not run this process has not run the agents either.
        var stalled = _stalls.Since(since);
        if (stalled > TimeSpan.FromSeconds(0.5))
            _tell($"this machine stood still for {stalled} of {first - since}");
        if (leading - since > limit + stalled)
            Faults.Add($"{fault}: the lease was taken after {leading - since}; expected {limit} at most (stood still: {stalled})");
        if (first - leading > Begin + stalled)
            Faults.Add($"{fault}: the next leader's first points came {first - leading} after it had the lease; expected {Begin} at most (stood still: {stalled})");
    }

    /// <summary>The moment in which the Lease is given back.</summary>
    private async Task<DateTimeOffset> ReleasedAsync()
    {
        var holder = Holder();
        while (Holder() == holder && holder.Length > 0)
            await Task.Delay(10);
        return TimeProvider.System.GetUtcNow();
    }

    /// <summary>The moment in which somebody else has the Lease.</summary>
    private async Task<DateTimeOffset> TakenAsync()
    {
        var (before, started) = (LeaseEpoch(), TimeProvider.System.GetTimestamp());
        while (LeaseEpoch() == before && TimeProvider.System.GetElapsedTime(started) < 4 * Lease)
            await Task.Delay(10);
        return TimeProvider.System.GetUtcNow();
    }

    private async Task TerminateAsync(ChurnAgent agent)
    {
        if (await agent.TerminateAsync() is not 0 and var code)
            Faults.Add($"SIGTERM ended {agent.Name} with {code}");
    }

    private void TellRepeats()
    {
        if (_events.Repeated > _repeated)
            _tell($"{_events.Repeated - _repeated} events came again");
        _repeated = _events.Repeated;
    }

    /// <summary>Waits until a leader's points arrive.</summary>
    private Task SteadyAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        return WaitAsync(() => _oracle.Latest > now && Leader() is not null, 4 * Lease, "a leader's points");
    }

    private async Task WaitAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            Take();
            if (condition())
                return;
            await Task.Delay(Look);
        }
        while (TimeProvider.System.GetElapsedTime(started) < limit);
        Faults.Add($"{what}: not within {limit}\n{string.Join('\n', _agents.SelectMany(agent => agent.Lines.TakeLast(8)))}");
    }

    private Task PauseAsync(TimeSpan time)
    {
        var started = TimeProvider.System.GetTimestamp();
        return WaitAsync(() => TimeProvider.System.GetElapsedTime(started) >= time, time + Lease, "time");
    }

    private void Take()
    {
        var (logs, points) = _receiver.Take();
        _oracle.Add(points, _receiver.Requests);
        _events.Take(logs);
    }

    private string Holder() => (string?)LeaseSpec()?["holderIdentity"] ?? "";

    private int LeaseEpoch() => (int?)LeaseSpec()?["leaseTransitions"] ?? 0;

    private JsonNode? LeaseSpec() => _cluster.Objects.Find("leases.coordination.k8s.io", "hexcovery", "hexcovery-agent")?["spec"];

    private ChurnAgent? Leader() => _agents.FirstOrDefault(agent => Holder().StartsWith($"{agent.Name}_", StringComparison.Ordinal));

    private void Judge()
    {
        var lives = _agents.SelectMany(agent => agent.Lives).ToList();
        Faults.AddRange(lives.SelectMany(life => life.Errors.Select(line => $"{life.Agent} said: {line}")));
        foreach (var (number, late) in _oracle.Late)
        {
            var life = lives.Find(one => one.Epochs.Contains(late.Epoch));
            // What was on its way when its process was stopped: begun before, or within a moment of going on.
            if (life is null || !life.Freezes.Exists(freeze => late.At > freeze.Stopped - Lease && late.At < freeze.Continued + TimeSpan.FromSeconds(1)))
                Faults.Add($"request {number} at {late.At:O} brought {late.Points} points of epoch {late.Epoch} after those of a later one, e.g. {late.Series}");
        }

        foreach (var life in lives)
        {
            if (_oracle.Late.Values.Count(late => life.Epochs.Contains(late.Epoch)) is var count && count > 2 * life.Freezes.Count)
                Faults.Add($"{life.Agent}: {count} requests of old epochs, more than were in flight at {life.Freezes.Count} freezes");
        }

        var jumped = lives.Where(life => life.Jumps.Count > 0).SelectMany(life => life.Epochs).ToHashSet();
        Faults.AddRange(_oracle.Overlaps(epoch => !jumped.Contains(epoch)).Take(10));
        if (_oracle.WithoutEpoch > 0)
            Faults.Add($"{_oracle.WithoutEpoch} points of the cluster came without an epoch");
        Faults.AddRange(_events.Missing().Take(10).Select(missing => $"missing event: {missing}"));
        Faults.AddRange(_events.LeftTwice().Take(10).Select(twice => $"left twice: {twice}"));
    }
}
