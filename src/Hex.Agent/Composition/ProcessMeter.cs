using System.Diagnostics.Metrics;

namespace Hex.Agent.Composition;

/// <summary>What the process itself takes, by OpenTelemetry's names; observed when somebody asks.</summary>
internal sealed class ProcessMeter : IDisposable
{
    /// <summary>The agent's own meter.</summary>
    public const string Name = "Hex.Agent";

    private readonly Meter _meter = new(Name);

    public ProcessMeter(TimeProvider time)
    {
        var started = time.GetTimestamp();
        _meter.CreateObservableCounter("process.cpu.time", ObserveProcessor, "s", "CPU time of the agent.");
        _meter.CreateObservableUpDownCounter("process.memory.usage", () => Environment.WorkingSet, "By", "Resident memory of the agent.");
        _meter.CreateObservableGauge("process.uptime", () => time.GetElapsedTime(started).TotalSeconds, "s", "Time since the agent's start.");
        _meter.CreateObservableUpDownCounter(
            "hex.agent.info", () => new Measurement<long>(1, new KeyValuePair<string, object?>("service.version", Commands.VersionCommand.Number)), "1", "1, with the agent's version.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> ObserveProcessor()
    {
        var usage = Environment.CpuUsage;
        return
        [
            new(usage.UserTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "user")),
            new(usage.PrivilegedTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "system")),
        ];
    }
}
