using System.Globalization;
using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// Processes by state, processes created, and on demand the processes that use most (<see cref="ProcessesCollectorOptions.Top"/>). The kernel has no counts by
/// state: every process is looked at, which takes about 10 µs of CPU each. In a container without the host's PID namespace these are the container's.
/// </summary>
public sealed class ProcessesCollector : HostCollector, ITwoSamples
{
    private const long NanosecondsPerTick = 1_000_000_000 / (long)CpuTimes.TicksPerSecond;

    private readonly HostFile _stat;
    private readonly ProcessTable _table;
    private readonly ProcessStates _states = new();
    private readonly TopProcesses? _top;
    private readonly ProcessTable.Visit _visit;
    private Counter _created;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="options">What to write; the defaults when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public ProcessesCollector(HostPaths? paths = null, ProcessesCollectorOptions? options = null, HostIdentity? identity = null)
        : base("processes", paths, identity)
    {
        _stat = new HostFile(Paths.Proc("stat"));
        _table = new ProcessTable(Paths);
        _top = options is { Top: > 0 } ? new TopProcesses(Math.Min(options.Top, ProcessesCollectorOptions.MaxTop)) : null;
        _visit = See;
    }

    /// <inheritdoc/>
    public void TakeSample()
    {
        _states.Clear();
        _top?.Begin();
        _table.Read(_visit);
        _top?.End();
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host, Clock.Boot);
        WriteCreated(metrics);
        TakeSample();
        for (var state = 0; state < ProcessStates.Count; state++)
        {
            metrics.Record(ProcessSignals.Count, _states[state], ("process.state", ProcessStates.NameOf(state)));
        }

        if (_top is not null)
        {
            foreach (var process in _top.Top)
            {
                Write(writer, process!);
            }
        }
    }

    private void See(int pid, ProcessStatus status)
    {
        _states.Add(status.State);
        _top?.Observe(pid, status);
    }

    private void WriteCreated(ResourceMetrics metrics)
    {
        using var lines = Files.Open(_stat);
        while (lines.TryNext(out var line))
        {
            if (line.StartsWith("processes "u8) && new Fields(line["processes ".Length..]).TryNumber(out var created))
            {
                metrics.StartingAt(_created.StartOf(created, Clock)).Record(ProcessSignals.Created, created);
                return;
            }
        }
    }

    private void Write(MetricWriter writer, ProcessRow process)
    {
        var started = Clock.Boot == 0 ? 0 : Number.Add(Clock.Boot, Number.Multiply(process.StartTicks, NanosecondsPerTick));
        var metrics = writer.For(ResourceOf(process, writer.Resources, started), started);
        metrics.Record(ProcessSignals.CpuTime, process.UserTicks / CpuTimes.TicksPerSecond, ("cpu.mode", "user"));
        metrics.Record(ProcessSignals.CpuTime, process.SystemTicks / CpuTimes.TicksPerSecond, ("cpu.mode", "system"));
        metrics.Record(ProcessSignals.Memory, Number.Multiply(process.ResidentPages, Environment.SystemPageSize));
        metrics.Record(ProcessSignals.Threads, process.Threads);
        if (_table.TryCountDescriptors(process.Pid, out var descriptors))
        {
            metrics.Record(ProcessSignals.FileDescriptors, descriptors);
        }
    }

    private Resource ResourceOf(ProcessRow process, ResourcePool pool, long started)
    {
        if (process.Resource is null || !ReferenceEquals(process.Resource.Pool, pool))
        {
            TelemetryAttribute pid = new("process.pid", (long)process.Pid);
            TelemetryAttribute name = ("process.executable.name", ExecutableOf(process));
            TelemetryAttribute created = ("process.creation.time", UnixNano.ToDateTimeOffset(started).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            process.Resource = pool.Get(started == 0 ? IdentityWith(pid, name) : IdentityWith(pid, name, created));
        }

        return process.Resource;
    }

    /// <summary>The base name of <c>/proc/[pid]/exe</c>; the kernel's name of the process where that may not be read, and for threads of the kernel.</summary>
    private string ExecutableOf(ProcessRow process)
    {
        const string Deleted = " (deleted)";
        try
        {
            if (Path.GetFileName(new FileInfo(Paths.Proc($"{process.Pid}/exe")).LinkTarget) is { Length: > 0 } name)
            {
                return name.EndsWith(Deleted, StringComparison.Ordinal) ? name[..^Deleted.Length] : name;
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Another user's process.
        }

        return process.Name;
    }
}
