namespace Hex.Collectors.Host;

/// <summary>A line of <c>/proc/diskstats</c>.</summary>
internal ref struct DiskStatus
{
    private const long SectorBytes = 512;

    public ReadOnlySpan<byte> Name;
    public long Reads;
    public long ReadsMerged;
    public long BytesRead;
    public long ReadMilliseconds;
    public long Writes;
    public long WritesMerged;
    public long BytesWritten;
    public long WriteMilliseconds;
    public long BusyMilliseconds;

    /// <summary>False for a partition of Linux before 2.6.25: only operations and sectors are counted.</summary>
    public bool HasTimes;

    /// <summary>
    /// <c>major minor name reads merged sectors ms writes merged sectors ms in-flight busy-ms weighted-ms [discards… [flushes…]]</c>, or of old partitions
    /// <c>major minor name reads sectors writes sectors</c>. A sector is 512 bytes whatever the device's are.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out DiskStatus status)
    {
        status = default;
        var fields = new Fields(line);
        if (!fields.Skip(2) || !fields.TryNext(out status.Name))
        {
            return false;
        }

        Span<long> columns = stackalloc long[11];
        var count = fields.Numbers(columns);
        if (count == 4)
        {
            (status.Reads, status.BytesRead) = (columns[0], Number.Multiply(columns[1], SectorBytes));
            (status.Writes, status.BytesWritten) = (columns[2], Number.Multiply(columns[3], SectorBytes));
            return true;
        }

        (status.Reads, status.ReadsMerged, status.BytesRead, status.ReadMilliseconds) =
            (columns[0], columns[1], Number.Multiply(columns[2], SectorBytes), columns[3]);
        (status.Writes, status.WritesMerged, status.BytesWritten, status.WriteMilliseconds) =
            (columns[4], columns[5], Number.Multiply(columns[6], SectorBytes), columns[7]);
        status.BusyMilliseconds = columns[9];
        status.HasTimes = true;
        return count == columns.Length;
    }

    /// <summary>True when the device never completed anything.</summary>
    public readonly bool IsIdle => Reads == 0 && Writes == 0;
}
