using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Hex.Agent.Http;

/// <summary>
/// Where the agent listens. Grammar: <c>"" | [host] ":" port</c>, host = an IPv4 address, an IPv6 address in brackets, or <c>localhost</c>; without one, every address.
/// </summary>
/// <param name="Address">The address; null to listen on nothing.</param>
/// <param name="Port">The port; 0 for one the system chooses.</param>
internal readonly record struct ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>What the grammar allows, for messages.</summary>
    public const string Allowed = "\"\" (nothing listens), or address:port, e.g. [::]:8080, 127.0.0.1:8080, :8080";

    /// <summary>Nothing listens.</summary>
    public static ListenAddress None => default;

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out ListenAddress value)
    {
        value = None;
        if (text.Length == 0)
        {
            return true;
        }

        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text[..colon];
        var address = host switch
        {
            "" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            ['[', .., ']'] => IPAddress.TryParse(host[1..^1], out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? six : null,
            _ => !host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out var four) ? four : null,
        };
        value = new ListenAddress(address, port);
        return address is not null;
    }

    /// <summary>As it is configured.</summary>
    public override string ToString() => Address is null ? "" : new IPEndPoint(Address, Port).ToString();
}
