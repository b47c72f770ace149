namespace Hex.Telemetry;

/// <summary>The bytes of records (or points) one after the other, and where each ends.</summary>
internal sealed class EncodedRecords(int maxBytes) : IDisposable
{
    private readonly List<int> _ends = [];

    public PooledBufferWriter Bytes { get; } = new(4096);

    public int Count => _ends.Count;

    public int Size => Bytes.WrittenCount;

    public bool IsFull => Size >= maxBytes;

    /// <summary>Keeps what was written since the last record as one more; takes it back when it does not fit and is not the first.</summary>
    public bool TryKeep()
    {
        if (Size > maxBytes && _ends.Count > 0)
        {
            Bytes.Truncate(_ends[^1]);
            return false;
        }

        _ends.Add(Size);
        return true;
    }

    public ReadOnlyMemory<byte> Range(int first, int count) => Bytes.WrittenMemory[Start(first).._ends[first + count - 1]];

    public long SizeOf(int first, int count) => count == 0 ? 0 : _ends[first + count - 1] - Start(first);

    public void Dispose() => Bytes.Dispose();

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
