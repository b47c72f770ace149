using System.Globalization;
using System.Net;

namespace Hex.Export.Grpc.Proxy;

/// <summary>The hosts that are reached directly, as <c>NO_PROXY</c> lists them.</summary>
/// <remarks>
/// <c>list = entry *( ("," / space) entry )   entry = "*" | cidr | address [":" port] | ["." | "*."] domain [":" port]</c>.
/// A domain matches itself and everything below it, with a leading dot only what is below. A CIDR block matches addresses, never
/// names: names are not resolved for it. Entries that are none of these match nothing.
/// </remarks>
internal sealed class NoProxy
{
    private readonly bool _everything;
    private readonly List<IPNetwork> _networks = [];
    private readonly List<(IPAddress Address, int Port)> _addresses = [];
    private readonly List<(string Domain, bool OnlyBelow, int Port)> _domains = [];

    public NoProxy(string? list)
    {
        foreach (var entry in (list ?? "").Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry == "*")
                _everything = true;
            else
                Add(entry);
        }
    }

    /// <summary>Whether the host, a name or an address without brackets, is reached without a proxy.</summary>
    public bool Matches(string host, int port)
    {
        if (_everything)
            return true;
        if (IPAddress.TryParse(host, out var address))
            return MatchesAddress(Plain(address), port);

        host = host.TrimEnd('.');
        foreach (var (domain, onlyBelow, onPort) in _domains)
        {
            if (onPort != 0 && onPort != port)
                continue;
            if (!onlyBelow && host.Equals(domain, StringComparison.OrdinalIgnoreCase))
                return true;
            if (host.Length > domain.Length && host[^(domain.Length + 1)] == '.' && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private bool MatchesAddress(IPAddress address, int port)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address))
                return true;
        }
        foreach (var (one, onPort) in _addresses)
        {
            if ((onPort == 0 || onPort == port) && one.Equals(address))
                return true;
        }
        return false;
    }

    private void Add(string entry)
    {
        if (entry.Contains('/'))
        {
            if (TryNetwork(entry, out var network))
                _networks.Add(network);
            return;
        }
        // Not for "[::1]:4317", which parses as an address too, its port silently dropped.
        if (!entry.StartsWith('[') && IPAddress.TryParse(entry, out var bare))
        {
            _addresses.Add((Plain(bare), 0));
            return;
        }
        var (name, port) = SplitPort(entry);
        if (name.StartsWith('[') && name.EndsWith(']'))
            name = name[1..^1];
        if (IPAddress.TryParse(name, out var address))
        {
            _addresses.Add((Plain(address), port));
            return;
        }
        var below = name.StartsWith('.') || name.StartsWith("*.", StringComparison.Ordinal);
        name = name.TrimStart('*').Trim('.');
        if (name.Length > 0)
            _domains.Add((name, below, port));
    }

    // Host bits after the prefix are ignored (10.1.2.3/8 is 10.0.0.0/8), as other programs do.
    private static bool TryNetwork(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(entry.AsSpan(0, slash), out var address)
            || !int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
            return false;
        var bytes = address.GetAddressBytes();
        if (bits > bytes.Length * 8)
            return false;
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(bits - (i * 8), 0, 8));
        network = new IPNetwork(new IPAddress(bytes), bits);
        return true;
    }

    private static (string Name, int Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        return colon > 0 && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? (entry[..colon], port)
            : (entry, 0);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
