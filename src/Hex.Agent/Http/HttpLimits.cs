namespace Hex.Agent.Http;

/// <summary>
/// What a client may take of the agent. The pages are small and asked for by probes, scrapers and a person: whatever needs more is no client of ours.
/// </summary>
internal sealed record HttpLimits
{
    /// <summary>Request line and headers together, in bytes. 8 KiB: what proxies send fits with room.</summary>
    public int MaxHeadBytes { get; init; } = 8 * 1024;

    /// <summary>The most headers. 64: bounds the work that one head can cause.</summary>
    public int MaxHeaders { get; init; } = 64;

    /// <summary>From the connection to the end of the head. 5 s: a kubelet's probe waits 1 s.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a client to take its response. 10 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait, after the response, for a client that still sends: closing at once would take the response away from it. 1 s.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Connections at a time. 64; when all are taken, the one that has been silent for the longest gives way, so that slow clients cannot keep a probe out.
    /// </summary>
    public int MaxConnections { get; init; } = 64;
}
