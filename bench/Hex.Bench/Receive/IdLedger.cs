using Hex.Bench.Generate;

namespace Hex.Bench.Receive;

/// <summary>Marks which generated records have arrived, by the id in their body: it knows nothing of <c>log.record.uid</c>. Thread-safe.</summary>
internal sealed class IdLedger
{
    private readonly Lock _lock = new();
    private ulong[] _seen = new ulong[1 << 10];

    /// <summary>Different ids that came.</summary>
    public long Unique { get; private set; }

    /// <summary>Records whose id had come before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Records without an id, or whose body is not what was written: a part alone, a wrong join.</summary>
    public long Broken { get; private set; }

    /// <summary>Takes a record's body.</summary>
    public void Add(ReadOnlySpan<byte> body)
    {
        var id = RecordBody.IdOf(body);
        lock (_lock)
        {
            if (id < 0)
            {
                Broken++;
                return;
            }

            var word = (int)(id >> 6);
            if (word >= _seen.Length)
                Array.Resize(ref _seen, Math.Max(word + 1, _seen.Length * 2));
            var bit = 1UL << (int)(id & 63);
            if ((_seen[word] & bit) != 0)
                Repeated++;
            else
                Unique++;
            _seen[word] |= bit;
        }
    }
}
