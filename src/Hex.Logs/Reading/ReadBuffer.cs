using System.Buffers;
using Hex.Logs.Files;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>
/// The buffer that files are read into. A large read's buffer goes with its batch, and the next read gets another; a small read is copied, so that
/// a batch of a few lines does not hold a quantum. The buffer counts into the budget while it is reserved.
/// </summary>
internal sealed class ReadBuffer(int quantum, ByteBudget budget) : IDisposable
{
    private byte[] _buffer = [];
    private int _count;
    private bool _reserved;

    /// <summary>Makes sure that a quantum fits into the budget.</summary>
    public bool TryReserve() => _reserved || (_reserved = budget.TryTake(quantum));

    /// <summary>Gives the reservation back while nothing is read.</summary>
    public void Release()
    {
        if (_reserved)
        {
            _reserved = false;
            budget.Return(quantum);
        }
    }

    /// <summary>Reads up to <paramref name="wanted"/> bytes. The result is overwritten by the next read unless leased.</summary>
    public ReadOnlySpan<byte> Read(LogContent content, long offset, int wanted)
    {
        if (_buffer.Length < wanted)
        {
            ReturnBuffer();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, quantum));
        }

        _count = content.Read(_buffer.AsSpan(0, wanted), offset);
        return _buffer.AsSpan(0, _count);
    }

    /// <summary>Hands what was read last over to a batch, together with its part of the budget. Offsets in it are those of the last read.</summary>
    public byte[] Lease()
    {
        byte[] leased;
        if (_count <= quantum / 4)
        {
            leased = ArrayPool<byte>.Shared.Rent(Math.Max(_count, 16));
            _buffer.AsSpan(0, _count).CopyTo(leased);
        }
        else
        {
            leased = _buffer;
            _buffer = [];
        }

        // The reservation becomes the batch's, so that nobody takes the room in between.
        var more = leased.Length - (_reserved ? quantum : 0);
        _reserved = false;
        if (more > 0)
        {
            budget.Take(more);
        }
        else
        {
            budget.Return(-more);
        }

        return leased;
    }

    public void Dispose()
    {
        Release();
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
