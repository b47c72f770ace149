using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hex.Telemetry.Tests;

/// <summary>A source with several ordered streams that keeps each one's position as a real one does, and checks that it is used as promised.</summary>
internal sealed class ScriptedLogSource : ILogSource
{
    private static readonly Resource Someone = new ResourcePool().Get(("k", "v"));
    private readonly Channel<LogBatch> _batches = Channel.CreateUnbounded<LogBatch>();
    private readonly List<Batch> _made = [];

    public string Name => "scripted";

    public CollectionScope Scope => CollectionScope.Node;

    public IReadOnlyList<Batch> Made => _made;

    /// <summary>Thrown by the next read, once.</summary>
    public Exception? Failure { get; set; }

    public int Reads { get; private set; }

    public Batch Add(DeliveryOrder? order, params IEnumerable<string> bodies)
    {
        var batch = new Batch(order, bodies);
        _made.Add(batch);
        _batches.Writer.TryWrite(batch);
        return batch;
    }

    public ScriptedLogSource End()
    {
        _batches.Writer.Complete();
        return this;
    }

    public async IAsyncEnumerable<LogBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Reads++;
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    internal sealed class Batch : LogBatch
    {
        private static int _clock;

        public Batch(DeliveryOrder? order, IEnumerable<string> bodies)
            : base(Someone)
        {
            Order = order;
            foreach (var body in bodies)
            {
                Add(1, body);
            }

            Bodies = [.. bodies];
        }

        public IReadOnlyList<string> Bodies { get; }

        public int Acknowledged { get; private set; }

        public int Released { get; private set; }

        public bool Ended { get; private set; }

        /// <summary>Grows from acknowledgement to acknowledgement.</summary>
        public int AcknowledgedAs { get; private set; }

        protected override void OnAcknowledged()
        {
            Acknowledged++;
            AcknowledgedAs = Interlocked.Increment(ref _clock);
        }

        protected override void OnBuffersReleased() => Released++;

        protected override void OnDisposed() => Ended = true;
    }
}
