using System.Globalization;
using System.Text.RegularExpressions;
using Hex.Agent.EndToEnd.Agents;
using Hex.Agent.EndToEnd.Cluster;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>One of the agents that contend: a place in which one process follows another.</summary>
internal sealed partial class ChurnAgent : IAsyncDisposable
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly Workspace _workspace = new();
    private readonly AgentSettings _settings;
    private AgentProcess? _process;

    public ChurnAgent(int number, SimulatedCluster cluster, OtlpReceiver receiver, TimeSpan lease)
    {
        Name = $"agent-{number}";
        _settings = new AgentSettings(_workspace, receiver).At(cluster, _workspace, "cluster")
            .With("leaderElection.enabled", "true")
            .With("leaderElection.namespace", "hexcovery")
            .With("leaderElection.leaseDuration", $"{lease.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s")
            .With("server.timeout", "3s");
        foreach (var collector in new[] { "node", "namespace", "pod", "workload", "hpa" })
            _settings.With($"collectors.{collector}.interval", "1s");
        foreach (var collector in new[] { "container", "job", "pvc" })
            _settings.With($"collectors.{collector}.enabled", "false");
    }

    /// <summary>Whether the wall clock of a process can be faked here (Debian's libfaketime).</summary>
    public static bool CanJump => File.Exists(FakeTime);

    public string Name { get; }

    /// <summary>All processes there were, the present one last.</summary>
    public List<ChurnLife> Lives { get; } = [];

    public ChurnLife Life => Lives[^1];

    private string ClockFile => Path.Combine(_workspace.Root, "clock");

    public void Start()
    {
        File.WriteAllText(ClockFile, "+0\n");
        List<(string, string)> environment = [("POD_NAME", Name)];
        if (CanJump)
        {
            // The wall clock alone: neither CLOCK_MONOTONIC nor how long threads wait.
            environment.AddRange(
            [
                ("LD_PRELOAD", FakeTime), ("FAKETIME_TIMESTAMP_FILE", ClockFile), ("FAKETIME_NO_CACHE", "1"),
                ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
            ]);
        }

        _process = AgentProcess.Run(_settings, [.. environment]);
        Lives.Add(new ChurnLife(Name));
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await EndAsync();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        var code = await _process!.TerminateAsync();
        await EndAsync();
        return code;
    }

    public async Task StopAsync()
    {
        await _process!.SignalAsync("STOP");
        Life.Freezes.Add((TimeProvider.System.GetUtcNow(), null));
    }

    public async Task ContinueAsync()
    {
        Life.Freezes[^1] = (Life.Freezes[^1].Stopped, TimeProvider.System.GetUtcNow());
        await _process!.SignalAsync("CONT");
    }

    /// <summary>Puts its wall clock so far off the true one.</summary>
    public void Jump(TimeSpan offset)
    {
        Life.Jumps.Add(offset);
        var temporary = ClockFile + ".new";
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "-" : "+")}{Math.Abs((int)offset.TotalSeconds)}\n"));
        File.Move(temporary, ClockFile, overwrite: true);
    }

    /// <summary>Notes what the process has said of its terms.</summary>
    public void Listen()
    {
        foreach (var line in _process?.Errors ?? [])
        {
            if (Leading().Match(line) is { Success: true } match)
                Life.Epochs.Add(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            if (line.Contains("\"level\":\"error\"", StringComparison.Ordinal) || line.Contains("\"level\":\"critical\"", StringComparison.Ordinal) || !line.StartsWith('{'))
                Life.Errors.Add(line);
        }
    }

    /// <summary>Whether the process has ended by itself.</summary>
    public bool HasDied => _process is { HasExited: true };

    public IReadOnlyList<string> Lines => _process?.Errors ?? [];

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _workspace.Dispose();
    }

    [GeneratedRegex("Leading: lease [^ ]+, epoch ([0-9]+)")]
    private static partial Regex Leading();

    private async Task EndAsync()
    {
        Listen();
        await _process!.DisposeAsync();
        _process = null;
    }
}

/// <summary>What is known of one process.</summary>
internal sealed class ChurnLife(string agent)
{
    public string Agent { get; } = agent;

    public HashSet<int> Epochs { get; } = [];

    public HashSet<string> Errors { get; } = new(StringComparer.Ordinal);

    public List<(DateTimeOffset Stopped, DateTimeOffset? Continued)> Freezes { get; } = [];

    public List<TimeSpan> Jumps { get; } = [];
}
