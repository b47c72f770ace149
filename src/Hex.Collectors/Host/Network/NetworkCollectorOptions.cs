using System.ComponentModel.DataAnnotations;

namespace Hex.Collectors.Host;

/// <summary>What <see cref="NetworkCollector"/> counts. An interface that never carried a packet is always left out.</summary>
public sealed class NetworkCollectorOptions
{
    /// <summary>
    /// <c>veth*</c> <c>cali*</c> <c>lxc*</c> <c>azv*</c> <c>gke*</c> <c>eni*</c>: the host's ends of containers, which come and go with every pod. Bridges,
    /// bonds, VLANs, tunnels and <c>lo</c> stay; note that a bond counts what its members count too.
    /// </summary>
    public static readonly IReadOnlyList<string> DefaultExclude = ["veth*", "cali*", "lxc*", "azv*", "gke*", "eni*"];

    /// <summary>10,000: listing so many takes the kernel 5 to 10 ms of CPU.</summary>
    public const int DefaultMaxConnections = 10_000;

    /// <summary>Names and patterns with <c>*</c> and <c>?</c> that are left out. Default <see cref="DefaultExclude"/>.</summary>
    public ICollection<string> Exclude { get; } = [.. DefaultExclude];

    /// <summary>
    /// Connections are counted by state only while there are no more TCP sockets than this, as <c>sockstat</c> tells beforehand: the kernel has no counts,
    /// only the list. Above it <c>system.network.connection.count</c> is left out. 0 never counts them. Default 10,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxConnections { get; set; } = DefaultMaxConnections;
}
