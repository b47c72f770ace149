using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Validation;

/// <summary>A client certificate comes with its key, and TLS options with TLS.</summary>
internal static class TlsValidator
{
    private static readonly Option<string>[] TlsOnly = [ServerOptions.TlsCa, ServerOptions.TlsCert, ServerOptions.TlsKey, ServerOptions.TlsServerName];

    public static void Check(AgentConfiguration configuration, ICollection<Problem> problems)
    {
        var hasCert = configuration.Get(ServerOptions.TlsCert).Length > 0;
        var hasKey = configuration.Get(ServerOptions.TlsKey).Length > 0;
        if (hasCert != hasKey)
        {
            var (there, missing) = hasCert ? (ServerOptions.TlsCert, ServerOptions.TlsKey) : (ServerOptions.TlsKey, ServerOptions.TlsCert);
            problems.Add(new Problem(configuration.OriginOf(there), there.Key, $"needs {missing.Key} beside it"));
        }

        if (configuration.Get(ServerOptions.Insecure) && TlsOnly.FirstOrDefault(option => configuration.Get(option).Length > 0) is { } option)
        {
            problems.Add(new Problem(configuration.OriginOf(option), option.Key, "has no meaning beside server.insecure: true; remove one"));
        }
    }
}
