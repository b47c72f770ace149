using System.Buffers;

namespace Hex.Testing.Otlp.Ledger;

/// <summary>What the walk over one message found; the ids wait in a pooled array until the message is accepted.</summary>
internal sealed class BatchTally : IDisposable
{
    private UInt128[] _uids = ArrayPool<UInt128>.Shared.Rent(1024);
    private int _uidCount;

    public long LogRecords { get; set; }

    public long LogsWithoutUid { get; set; }

    public long JoinedLogs { get; set; }

    public long LogBodyBytes { get; set; }

    public long MetricPoints { get; set; }

    public long Records => LogRecords + MetricPoints;

    public ReadOnlySpan<UInt128> Uids => _uids.AsSpan(0, _uidCount);

    /// <summary>Counts one record by its body's length and its uid.</summary>
    public void AddLog(int bodyBytes, ReadOnlySpan<byte> uid)
    {
        CountLog(bodyBytes);
        if (uid.IsEmpty)
            LogsWithoutUid++;
        else
            AddUid(Hash128.Of(uid));
    }

    /// <summary>Counts one record by its body's length and its uid.</summary>
    public void AddLog(int bodyBytes, string? uid)
    {
        CountLog(bodyBytes);
        if (string.IsNullOrEmpty(uid))
            LogsWithoutUid++;
        else
            AddUid(Hash128.Of(uid));
    }

    public void Dispose()
    {
        ArrayPool<UInt128>.Shared.Return(_uids);
        _uids = [];
        _uidCount = 0;
    }

    private void CountLog(int bodyBytes)
    {
        LogRecords++;
        LogBodyBytes += bodyBytes;
        if (bodyBytes > 16384)
            JoinedLogs++;
    }

    private void AddUid(UInt128 uid)
    {
        if (_uidCount == _uids.Length)
        {
            var larger = ArrayPool<UInt128>.Shared.Rent(_uids.Length * 2);
            _uids.CopyTo(larger, 0);
            ArrayPool<UInt128>.Shared.Return(_uids);
            _uids = larger;
        }

        _uids[_uidCount++] = uid;
    }
}
