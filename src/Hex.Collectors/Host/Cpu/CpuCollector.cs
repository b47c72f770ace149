using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// CPU time, utilization and the number of CPUs, from <c>/proc/stat</c>. Utilization needs two samples and is left out before. In a container these are the
/// host's, whatever the container may use.
/// </summary>
public sealed class CpuCollector : HostCollector, ITwoSamples
{
    /// <summary>As many as Linux can be built for.</summary>
    private const int MaxCpus = 8192;

    private readonly HostFile _stat;
    private readonly bool _perCpu;
    private readonly CpuSeries _total = new();
    private readonly List<CpuSeries?> _each = [];
    private long _cycle;
    private int _count;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="options">What to write; the defaults when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public CpuCollector(HostPaths? paths = null, CpuCollectorOptions? options = null, HostIdentity? identity = null)
        : base("cpu", paths, identity)
    {
        _stat = new HostFile(Paths.Proc("stat"));
        _perCpu = options?.PerCpu ?? false;
    }

    /// <inheritdoc/>
    public void TakeSample()
    {
        _cycle++;
        _count = 0;
        using var lines = Files.Open(_stat);
        while (lines.TryNext(out var line) && line.StartsWith("cpu"u8))
        {
            var end = line.IndexOf((byte)' ');
            if (end < 0 || !CpuTimes.TryParse(line[end..], out var times))
            {
                continue;
            }

            if (end == 3)
            {
                _total.Observe(times);
                _total.Cycle = _cycle;
            }
            else if (Number.TryParse(line[3..end], out long number) && number < MaxCpus)
            {
                _count++;
                if (_perCpu)
                {
                    Of((int)number).Observe(times);
                }
            }
        }
    }

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        TakeSample();
        var metrics = writer.For(host);
        if (_count > 0)
        {
            metrics.Record(CpuSignals.LogicalCount, (long)_count);
        }

        if (!_perCpu)
        {
            Write(metrics, _total);
            return;
        }

        for (var number = 0; number < _each.Count; number++)
        {
            if (_each[number] is { } cpu)
            {
                WriteOne(metrics, cpu, number);
            }
        }
    }

    private CpuSeries Of(int number)
    {
        while (_each.Count <= number)
        {
            _each.Add(null);
        }

        var cpu = _each[number] ??= new CpuSeries();
        if (cpu.Cycle < _cycle - 1)
        {
            cpu.Reset();
        }

        cpu.Cycle = _cycle;
        return cpu;
    }

    private void Write(ResourceMetrics metrics, CpuSeries cpu)
    {
        for (var mode = 0; cpu.Cycle == _cycle && mode < CpuTimes.Count; mode++)
        {
            if (cpu.TryGetTime(mode, Clock, out var seconds, out var start))
            {
                metrics.StartingAt(start).Record(CpuSignals.Time, seconds, ("cpu.mode", CpuTimes.Modes[mode]));
                if (cpu.HasShares)
                {
                    metrics.Record(CpuSignals.Utilization, cpu.Share(mode), ("cpu.mode", CpuTimes.Modes[mode]));
                }
            }
        }
    }

    private void WriteOne(ResourceMetrics metrics, CpuSeries cpu, long number)
    {
        for (var mode = 0; cpu.Cycle == _cycle && mode < CpuTimes.Count; mode++)
        {
            if (cpu.TryGetTime(mode, Clock, out var seconds, out var start))
            {
                TelemetryAttribute which = new("cpu.logical_number", number);
                metrics.StartingAt(start).Record(CpuSignals.Time, seconds, which, ("cpu.mode", CpuTimes.Modes[mode]));
                if (cpu.HasShares)
                {
                    metrics.Record(CpuSignals.Utilization, cpu.Share(mode), which, ("cpu.mode", CpuTimes.Modes[mode]));
                }
            }
        }
    }
}
