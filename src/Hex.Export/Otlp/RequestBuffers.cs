using System.Numerics;

namespace Hex.Export.Otlp;

/// <summary>
/// Byte arrays in powers of two, a few of each kept. One pool for all threads: with the shared array pool every thread that ever gives a request back keeps
/// megabytes for itself. Thread-safe.
/// </summary>
/// <param name="maxIdle">How many bytes lie idle at most.</param>
internal sealed class RequestBuffers(long maxIdle = long.MaxValue)
{
    public const int Smallest = 16 * 1024;

    // Two requests in flight, each plain and compressed, and two being built; more than that is a burst.
    private const int KeptPerSize = 8;
    private const int Sizes = 12;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>[] _idle = Array.ConvertAll(new Stack<byte[]>[Sizes], _ => new Stack<byte[]>());
    private int _expected = Smallest;
    private long _idleBytes;

    /// <summary>How large the next request will probably get, from the last ones: under load a buffer of full size at once, so that it need not grow.</summary>
    public int Expected => Volatile.Read(ref _expected);

    public byte[] Rent(int atLeast)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(atLeast, Smallest));
        var index = Index(size);
        if (index < Sizes)
        {
            lock (_lock)
            {
                if (_idle[index].TryPop(out var idle))
                {
                    _idleBytes -= size;
                    return idle;
                }
            }
        }
        return GC.AllocateUninitializedArray<byte>(size);
    }

    public void Return(byte[] buffer)
    {
        var index = Index(buffer.Length);
        if (index >= Sizes)
            return;
        lock (_lock)
        {
            if (_idle[index].Count < KeptPerSize && _idleBytes + buffer.Length <= maxIdle)
            {
                _idle[index].Push(buffer);
                _idleBytes += buffer.Length;
            }
        }
    }

    /// <summary>Notes how large a request became: the expectation follows upwards at once, and downwards by an eighth.</summary>
    public void Used(int bytes)
    {
        var expected = Math.Max(Math.Max(bytes, Smallest), Expected - (Expected / 8));
        Volatile.Write(ref _expected, expected);
        Trim((int)BitOperations.RoundUpToPowerOf2((uint)expected));
    }

    // Requests have become smaller for good: the large buffers of a past burst need not wait for the next one.
    private void Trim(int largest)
    {
        lock (_lock)
        {
            for (var i = Math.Max(1, Index(largest) + 1); i < Sizes; i++)
            {
                _idleBytes -= (long)_idle[i].Count * (Smallest << i);
                _idle[i].Clear();
            }
        }
    }

    private static int Index(int size) => BitOperations.Log2((uint)size) - BitOperations.Log2(Smallest);
}
