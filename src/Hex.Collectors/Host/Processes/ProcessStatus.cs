namespace Hex.Collectors.Host;

/// <summary>What is read of <c>/proc/[pid]/stat</c>.</summary>
internal ref struct ProcessStatus
{
    /// <summary>The name the kernel knows it by, 15 bytes at most and any bytes at all.</summary>
    public ReadOnlySpan<byte> Name;
    public byte State;
    public long UserTicks;
    public long SystemTicks;
    public long Threads;
    public long StartTicks;
    public long ResidentPages;

    /// <summary><c>pid (name) state ppid …</c>: the name ends at the last parenthesis, for it may hold some itself. Fields are numbered as in proc(5).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessStatus status)
    {
        status = default;
        var (open, close) = (text.IndexOf((byte)'('), text.LastIndexOf((byte)')'));
        if (open < 0 || close < open)
        {
            return false;
        }

        status.Name = text[(open + 1)..close];
        var fields = new Fields(text[(close + 1)..].TrimEnd((byte)'\n'));
        if (!fields.TryNext(out var state) || state.Length != 1)
        {
            return false;
        }

        status.State = state[0];
        return fields.Skip(10)                                                                      // 4 to 13
            && fields.TryNumber(out status.UserTicks) && fields.TryNumber(out status.SystemTicks)   // 14, 15
            && fields.Skip(4) && fields.TryNumber(out status.Threads)                               // 20
            && fields.Skip(1) && fields.TryNumber(out status.StartTicks)                            // 22
            && fields.Skip(1) && fields.TryNumber(out status.ResidentPages);                        // 24
    }
}
