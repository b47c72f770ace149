using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>What all pumps of a pipeline share.</summary>
internal sealed class LogPumpContext(
    ILogExporter exporter, Delivery delivery, ByteBudget budget, LogPipelineOptions options, TimeProvider time, ILogger logger)
{
    private const int SmallestRequest = 1024;
    private long _recordsRead;

    public ILogExporter Exporter { get; } = exporter;

    public Delivery Delivery { get; } = delivery;

    public ByteBudget Budget { get; } = budget;

    public LogPipelineOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>A request is full at this size: each lane has two, and the read buffers want room beside them.</summary>
    public int MaxRequestBytes { get; } =
        (int)Math.Min(exporter.MaxRequestBytes, Math.Max(SmallestRequest, budget.Limit / ((2 * options.MaxInFlight) + 2)));

    public long RecordsRead => Volatile.Read(ref _recordsRead);

    public void Read(int records) => Interlocked.Add(ref _recordsRead, records);
}
