using System.Net;

namespace Hex.Agent.Http;

/// <summary>A request, as far as the agent looks at it. Bodies are not read.</summary>
/// <param name="Method">E.g. <c>GET</c>.</param>
/// <param name="Path">E.g. <c>/metrics</c>, without the query.</param>
/// <param name="Host">The Host header without its port; empty when there is none.</param>
/// <param name="Peer">Who asks.</param>
internal sealed record HttpRequest(string Method, string Path, string Host, IPAddress Peer)
{
    /// <summary>True when the peer is on this machine (or in this pod).</summary>
    public bool IsFromLoopback => IPAddress.IsLoopback(Peer.IsIPv4MappedToIPv6 ? Peer.MapToIPv4() : Peer);

    /// <summary>
    /// True when the client named this machine. A browser that was lured to a name which now resolves to 127.0.0.1 (DNS rebinding) comes from loopback, but says that name.
    /// </summary>
    public bool IsForLoopback => Host.Length == 0 || string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
