using System.Security.Cryptography;
using System.Text;

namespace Hex.Agent.Cluster;

/// <summary>The names of the agent's Leases.</summary>
internal static class LeaseNames
{
    // metadata.name is at most 253 characters (RFC 1123 subdomain).
    private const int MaxName = 253;
    private const int MaxLabelValue = 63;

    /// <summary>The Lease of a node's state: <c>hexcovery-agent-&lt;node&gt;</c>; of a name that is too long, its beginning and a hash of all of it.</summary>
    public static string OfNode(string leaseName, string node)
    {
        var name = $"{leaseName}-{node.ToLowerInvariant()}";
        return Shorten(name, MaxName);
    }

    /// <summary>The label value that tells a release's state Leases from those of another one in the namespace, whatever their names begin with.</summary>
    public static string Group(string leaseName) => Shorten(leaseName, MaxLabelValue);

    /// <summary>Who this process is to others: its pod's (or machine's) name, and a part that no process before it had.</summary>
    public static string NewIdentity(Func<string, string?> environment)
    {
        var name = environment(AgentOwner.PodVariable) is { Length: > 0 } pod ? pod : Environment.MachineName;
        return $"{name}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
    }

    /// <summary>A name that is too long: its beginning and a hash of all of it.</summary>
    private static string Shorten(string name, int max) =>
        name.Length <= max ? name : $"{name[..(max - 17)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}";
}
