using System.Security.Cryptography;
using System.Text;

namespace Hex.Agent.Cluster;

/// <summary>The names of the agent's Leases.</summary>
internal static class LeaseNames
{
    // metadata.name is at most 253 characters (RFC 1123 subdomain).
    private const int MaxName = 253;

    /// <summary>The Lease of a node's state: <c>hexcovery-agent-&lt;node&gt;</c>; of a name that is too long, its beginning and a hash of all of it.</summary>
    public static string OfNode(string leaseName, string node)
    {
        var name = $"{leaseName}-{node.ToLowerInvariant()}";
        return name.Length <= MaxName ? name : $"{name[..(MaxName - 17)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}";
    }

    /// <summary>Who this process is to others: its pod's (or machine's) name, and a part that no process before it had.</summary>
    public static string NewIdentity(Func<string, string?> environment)
    {
        var name = environment(AgentOwner.PodVariable) is { Length: > 0 } pod ? pod : Environment.MachineName;
        return $"{name}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
    }
}
