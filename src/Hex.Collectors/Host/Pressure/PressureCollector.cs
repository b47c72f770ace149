using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// Pressure stall information (<c>/proc/pressure</c>, Linux 4.20 and later where it is not switched off): the time tasks were stalled for want of CPU, memory
/// or I/O, as counters; the kernel's averages are rates of them. Nothing where the kernel has none.
/// </summary>
public sealed class PressureCollector : HostCollector
{
    private readonly Source[] _sources;

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    public PressureCollector(HostPaths? paths = null, HostIdentity? identity = null)
        : base("pressure", paths, identity) => _sources =
        [
            new Source(PressureSignals.Cpu, new HostFile(Paths.Proc("pressure/cpu"))),
            new Source(PressureSignals.Memory, new HostFile(Paths.Proc("pressure/memory"))),
            new Source(PressureSignals.Io, new HostFile(Paths.Proc("pressure/io"))),
        ];

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        foreach (var source in _sources)
        {
            // Switched off (psi=0), the file is there and reading it fails.
            using var lines = Files.OpenOptional(source.File);
            while (lines.TryNext(out var line))
            {
                source.Write(writer.For(host), line, Clock);
            }
        }
    }

    private sealed class Source(Instrument instrument, HostFile file)
    {
        private const double MicrosecondsPerSecond = 1e6;

        private Counter _some;
        private Counter _full;

        public HostFile File { get; } = file;

        /// <summary>Writes a line <c>some avg10=0.00 avg60=0.00 avg300=0.00 total=µs</c>, or <c>full …</c>.</summary>
        public void Write(ResourceMetrics metrics, ReadOnlySpan<byte> line, CounterClock clock)
        {
            var total = line.LastIndexOf("total="u8);
            if (total < 0 || !Number.TryParse(line[(total + "total=".Length)..], out long microseconds))
            {
                return;
            }

            if (line.StartsWith("some "u8))
            {
                Record(metrics, _some.StartOf(microseconds, clock), microseconds, "some");
            }
            else if (line.StartsWith("full "u8))
            {
                Record(metrics, _full.StartOf(microseconds, clock), microseconds, "full");
            }
        }

        private void Record(ResourceMetrics metrics, long start, long microseconds, string stall) =>
            metrics.StartingAt(start).Record(instrument, microseconds / MicrosecondsPerSecond, ("system.pressure.stall_type", stall));
    }
}
