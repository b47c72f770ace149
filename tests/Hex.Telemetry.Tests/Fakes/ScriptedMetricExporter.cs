namespace Hex.Telemetry.Tests;

/// <summary>A leaf that keeps the points it accepts, and answers every send by a function.</summary>
internal sealed class ScriptedMetricExporter : IMetricExporter
{
    private readonly Lock _lock = new();
    private readonly List<MetricPoint> _accepted = [];
    private int _sends;

    public const int PointBytes = 100;

    public string Name => "scripted";

    public int MaxRequestBytes { get; init; } = 10 * PointBytes;

    public Func<int, IReadOnlyList<MetricPoint>, ExportResult> Answer { get; set; } = static (_, _) => ExportResult.Accepted;

    public int Sends => Volatile.Read(ref _sends);

    public IReadOnlyList<MetricPoint> Accepted
    {
        get
        {
            lock (_lock)
            {
                return [.. _accepted];
            }
        }
    }

    /// <summary>Only those with a value.</summary>
    public IEnumerable<MetricPoint> Of(string metric) => Accepted.Where(p => p.Instrument.Name == metric);

    public MetricRequest CreateRequest(int maxBytes) => new Request(this, maxBytes);

    private sealed class Request(ScriptedMetricExporter exporter, int maxBytes) : MetricRequest
    {
        private readonly List<MetricPoint> _points = [];
        private bool _disposed;

        public override int Count => _points.Count;

        public override int Size => _points.Count * PointBytes;

        public override long BufferBytes => Size;

        public override bool IsFull => Size >= maxBytes;

        public override int Add(MetricBatch batch, int first)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var index = first;
            for (; index < batch.Count && !IsFull; index++)
            {
                _points.Add(batch.Points[index]);
            }

            return index - first;
        }

        public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            lock (exporter._lock)
            {
                var points = _points.GetRange(first, count);
                var result = exporter.Answer(exporter._sends++, points);
                if (result.Status == ExportStatus.Accepted)
                {
                    exporter._accepted.AddRange(points);
                }

                return ValueTask.FromResult(result);
            }
        }

        protected override void Dispose(bool disposing) => _disposed = true;
    }
}
