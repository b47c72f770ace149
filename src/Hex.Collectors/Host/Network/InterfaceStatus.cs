namespace Hex.Collectors.Host;

/// <summary>A line of <c>/proc/net/dev</c>.</summary>
internal ref struct InterfaceStatus
{
    public ReadOnlySpan<byte> Name;
    public Direction Received;
    public Direction Transmitted;

    /// <summary><c>name: bytes packets errs drop fifo frame compressed multicast bytes packets errs drop fifo colls carrier compressed</c>; a blank after the colon may be missing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out InterfaceStatus status)
    {
        status = default;
        var colon = line.LastIndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        status.Name = line[..colon].Trim((byte)' ');
        Span<long> columns = stackalloc long[16];
        if (status.Name.IsEmpty || new Fields(line[(colon + 1)..]).Numbers(columns) < 12)
        {
            return false;
        }

        status.Received = new Direction(columns[0], columns[1], columns[2], columns[3]);
        status.Transmitted = new Direction(columns[8], columns[9], columns[10], columns[11]);
        return true;
    }

    public readonly bool IsIdle => Received.Packets == 0 && Transmitted.Packets == 0;

    public readonly record struct Direction(long Bytes, long Packets, long Errors, long Dropped);
}
