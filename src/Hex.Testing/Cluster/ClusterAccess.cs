using System.Collections.Concurrent;

namespace Hex.Testing.Cluster;

/// <summary>
/// Who may do what. An unknown bearer token is answered 401; no credential at all is the user <c>system:anonymous</c>, and a
/// user without a fitting rule gets 403, both with the recorded texts. Thread-safe; changes count from the next request on.
/// </summary>
public sealed class ClusterAccess
{
    /// <summary>Name of the user whose token and client certificate the kubeconfig holds.</summary>
    public const string AdminUser = "kubernetes-admin";

    internal const string Anonymous = "system:anonymous";

    private readonly ConcurrentDictionary<string, string> _userOfToken = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<AccessRule>> _rulesOfUser = [];

    internal ClusterAccess(string adminToken, bool required)
    {
        Required = required;
        SetUser(AdminUser, adminToken, AccessRule.Everything);
    }

    /// <summary>Whether credentials and rules are checked at all (default true).</summary>
    public bool Required { get; set; }

    /// <summary>Adds a user, or replaces the rules of one; its earlier tokens stay valid.</summary>
    /// <param name="user">Name, such as <c>system:serviceaccount:hexcovery:agent</c>; also the common name of a client certificate.</param>
    /// <param name="token">Bearer token; null for a user that only has a certificate.</param>
    /// <param name="rules">What the user may do; none means nothing.</param>
    public void SetUser(string user, string? token, params IReadOnlyList<AccessRule> rules)
    {
        _rulesOfUser[user] = rules;
        if (token is not null)
            _userOfToken[token] = user;
    }

    /// <summary>Makes a token invalid, as when it expired or was rotated.</summary>
    public void RevokeToken(string token) => _userOfToken.TryRemove(token, out _);

    /// <summary>The user of a token; null when it is unknown.</summary>
    internal string? UserOf(string token) => _userOfToken.GetValueOrDefault(token);

    internal bool Allows(string user, string verb, string group, string resource, string ns, string name) =>
        !Required || (_rulesOfUser.TryGetValue(user, out var rules) && rules.Any(r => r.Allows(verb, group, resource, ns, name)));
}
