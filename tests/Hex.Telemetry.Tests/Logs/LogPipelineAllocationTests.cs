namespace Hex.Telemetry.Tests;

public sealed class LogPipelineAllocationTests
{
    [Fact]
    public async Task Records_cost_no_allocation_and_batches_little()
    {
        await MeasureAsync(records: 1);
        var small = await MeasureAsync(records: 1);
        var large = await MeasureAsync(records: 1000);

        // An entry, its place in a list, and in debug builds two state machines.
        Assert.InRange(small, 1, 300);
        Assert.InRange(large, 1, 300);
        Assert.InRange(large - small, -50, 50);
    }

    /// <summary>Bytes per batch that reading and encoding allocate on the pump's thread.</summary>
    private static async Task<double> MeasureAsync(int records)
    {
        const int Batches = 1000;
        var resource = new ResourcePool().Get(("k", "v"));
        var source = new Ready([.. Enumerable.Range(0, Batches).Select(_ => new Lines(resource, records))]);
        using var pipeline = new LogPipeline(new Sink());
        var result = await pipeline.RunAsync(source);
        Assert.Equal(Batches * records, result.Delivered);
        return (double)source.Allocated / Batches;
    }

    private sealed class Lines : LogBatch
    {
        public Lines(Resource resource, int records)
            : base(resource)
        {
            Order = new DeliveryOrder();
            var segment = AddSegment(new byte[64]);
            for (var i = 0; i < records; i++)
            {
                Add(new LogRecord { Segment = segment, BodyLength = 64 });
            }
        }
    }

    /// <summary>A source that never waits, so that the whole run stays on one thread until the flush.</summary>
    private sealed class Ready(LogBatch[] batches) : ILogSource, IAsyncEnumerable<LogBatch>, IAsyncEnumerator<LogBatch>
    {
        private int _next = -1;
        private int _thread;
        private long _before;

        public string Name => "ready";

        public CollectionScope Scope => CollectionScope.Node;

        public long Allocated { get; private set; }

        public LogBatch Current => batches[_next];

        public IAsyncEnumerable<LogBatch> ReadAllAsync(CancellationToken cancellationToken) => this;

        public IAsyncEnumerator<LogBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            if (++_next == 0)
            {
                _thread = Environment.CurrentManagedThreadId;
                _before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (_next == batches.Length)
            {
                Assert.Equal(_thread, Environment.CurrentManagedThreadId);
                Allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
            }

            return ValueTask.FromResult(_next < batches.Length);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A leaf that encodes into nothing.</summary>
    private sealed class Sink : ILogExporter
    {
        public string Name => "sink";

        public int MaxRequestBytes => int.MaxValue;

        public LogRequest CreateRequest(int maxBytes) => new Request();

        private sealed class Request : LogRequest
        {
            private int _count;

            public override int Count => _count;

            public override int Size => _count;

            public override long BufferBytes => 1024;

            public override bool IsFull => false;

            public override int Add(LogBatch batch, int first)
            {
                _count += batch.Count - first;
                return batch.Count - first;
            }

            public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken) => ValueTask.FromResult(ExportResult.Accepted);

            protected override void Dispose(bool disposing)
            {
            }
        }
    }
}
