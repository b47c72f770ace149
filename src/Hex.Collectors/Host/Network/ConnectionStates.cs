using System.Buffers.Text;

namespace Hex.Collectors.Host;

/// <summary>
/// Counts TCP sockets by state: by netlink where they are this process' own, else (and where the kernel does not answer) from <c>/proc/net/tcp</c> and <c>tcp6</c>.
/// The kernel walks all of a table made for the machine's memory to write one of these, milliseconds even when it is empty: after the first time each
/// is read in every eighth collection, never both in one, and stands until then.
/// </summary>
internal sealed class ConnectionStates(HostPaths paths)
{
    /// <summary>The values of <c>network.connection.state</c> by the kernel's number; 12 (a request being set up) is a handshake like 3.</summary>
    private static readonly string?[] Names =
    [
        null, "established", "syn_sent", "syn_received", "fin_wait_1", "fin_wait_2", "time_wait", "closed", "close_wait", "last_ack", "listen", "closing",
    ];

    private const int NewHandshake = 12;
    private const int Handshake = 3;
    private const int Every = 8;

    private readonly HostFile _sockets = new(paths.OfProcess("net/sockstat"));
    private readonly HostFile _tcp = new(paths.OfProcess("net/tcp"));
    private readonly HostFile _tcp6 = new(paths.OfProcess("net/tcp6"));
    private readonly long[] _counts = new long[Names.Length];
    private readonly long[] _counts6 = new long[Names.Length];
    private long _collections;

    // Only for the machine itself: what netlink says is not what a tree of files says.
    private SocketDiagnostics? _diagnostics = paths.Root == HostPaths.DefaultRoot ? new SocketDiagnostics() : null;

    /// <summary>How many states there are; they are numbered from 1.</summary>
    public static int Last => Names.Length - 1;

    public static string NameOf(int state) => Names[state]!;

    public long this[int state] => _counts[state] + _counts6[state];

    /// <summary>Counts anew, if there are no more sockets than <paramref name="limit"/>.</summary>
    public bool TryCount(LineReader files, int limit)
    {
        var sockets = Sockets(files);
        if (sockets < 0 || sockets > limit)
        {
            return false;
        }

        if (_diagnostics is not null)
        {
            Array.Clear(_counts);
            if (_diagnostics.TryCount(family: 2, _counts) && _diagnostics.TryCount(family: 10, _counts))
            {
                return true;
            }

            _diagnostics = null;
            Array.Clear(_counts);
        }

        var collection = _collections++;
        if (collection % Every == 0)
        {
            Count(files, _tcp, _counts);
        }

        if (collection == 0 || collection % Every == Every / 2)
        {
            Count(files, _tcp6, _counts6);
        }

        return true;
    }

    /// <summary><c>TCP: inuse n orphan n tw n alloc n mem n</c>; the line covers IPv6 but for "inuse", and "alloc" has both. −1 when it is not there.</summary>
    private long Sockets(LineReader files)
    {
        using var lines = files.OpenOptional(_sockets);
        while (lines.TryNext(out var line))
        {
            if (line.StartsWith("TCP: "u8))
            {
                long total = 0;
                var fields = new Fields(line["TCP: "u8.Length..]);
                while (fields.TryNext(out var name) && fields.TryNumber(out var value))
                {
                    total = name.SequenceEqual("tw"u8) || name.SequenceEqual("alloc"u8) ? Number.Add(total, value) : total;
                }

                return total;
            }
        }

        return -1;
    }

    /// <summary><c>sl local remote st …</c>, the state in hexadecimal.</summary>
    private static void Count(LineReader files, HostFile table, long[] counts)
    {
        Array.Clear(counts);
        using var lines = files.OpenOptional(table);
        while (lines.TryNext(out var line))
        {
            var fields = new Fields(line);
            if (fields.Skip(3) && fields.TryNext(out var field) && Utf8Parser.TryParse(field, out byte state, out var used, 'x') && used == field.Length)
            {
                state = state == NewHandshake ? (byte)Handshake : state;
                if (state > 0 && state < counts.Length)
                {
                    counts[state]++;
                }
            }
        }
    }
}
