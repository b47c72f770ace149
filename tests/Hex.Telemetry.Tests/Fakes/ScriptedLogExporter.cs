using System.Text;

namespace Hex.Telemetry.Tests;

/// <summary>A leaf that keeps the bodies it accepts, and answers every send by a function.</summary>
internal sealed class ScriptedLogExporter : ILogExporter
{
    private readonly Lock _lock = new();
    private readonly List<string> _accepted = [];
    private int _sends;
    private int _underWay;

    public string Name { get; init; } = "scripted";

    public int MaxRequestBytes { get; init; } = 1024;

    /// <summary>Number of the send, its bodies → its answer. Called one at a time.</summary>
    public Func<int, IReadOnlyList<string>, ExportResult> Answer { get; set; } = static (_, _) => ExportResult.Accepted;

    /// <summary>Awaited by every send.</summary>
    public Func<Task>? Before { get; set; }

    /// <summary>Thrown while this body is encoded.</summary>
    public string? Poison { get; set; }

    public int Sends => Volatile.Read(ref _sends);

    /// <summary>The most sends that were under way at once.</summary>
    public int Peak { get; private set; }

    public IReadOnlyList<string> Accepted
    {
        get
        {
            lock (_lock)
            {
                return [.. _accepted];
            }
        }
    }

    public LogRequest CreateRequest(int maxBytes) => new Request(this, maxBytes);

    private async ValueTask<ExportResult> SendAsync(List<string> bodies, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Peak = Math.Max(Peak, ++_underWay);
        }

        try
        {
            if (Before is { } before)
            {
                await before().WaitAsync(cancellationToken);
            }

            lock (_lock)
            {
                var result = Answer(_sends++, bodies);
                if (result.Status == ExportStatus.Accepted)
                {
                    // What a partial success leaves out is the end of the request.
                    _accepted.AddRange(bodies.Take(bodies.Count - (int)result.RejectedRecords));
                }

                return result;
            }
        }
        finally
        {
            lock (_lock)
            {
                _underWay--;
            }
        }
    }

    private sealed class Request(ScriptedLogExporter exporter, int maxBytes) : LogRequest
    {
        private readonly List<string> _bodies = [];
        private bool _disposed;

        public override int Count => _bodies.Count;

        public override int Size => _bodies.Sum(b => b.Length);

        public override long BufferBytes => 64 + Size;

        public override bool IsFull => Size >= maxBytes;

        public override int Add(LogBatch batch, int first)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var index = first;
            for (; index < batch.Count && !IsFull; index++)
            {
                var body = Encoding.UTF8.GetString(batch.Body(in batch.Records[index]));
                if (body == exporter.Poison)
                {
                    throw new InvalidDataException("cannot encode");
                }

                if (_bodies.Count > 0 && Size + body.Length > maxBytes)
                {
                    break;
                }

                _bodies.Add(body);
            }

            return index - first;
        }

        public override long SizeOf(int first, int count) => _bodies.GetRange(first, count).Sum(b => b.Length);

        public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return exporter.SendAsync(_bodies.GetRange(first, count), cancellationToken);
        }

        protected override void Dispose(bool disposing) => _disposed = true;
    }
}
