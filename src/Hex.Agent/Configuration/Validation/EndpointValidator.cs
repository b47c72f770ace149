using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Validation;

/// <summary>The endpoint names a host and says whether it is spoken to in plaintext, and plaintext is wanted.</summary>
internal static class EndpointValidator
{
    public static void Check(AgentConfiguration configuration, ICollection<Problem> problems)
    {
        var endpoint = configuration.Get(ServerOptions.Endpoint);
        if (endpoint.Length == 0)
        {
            if (configuration.Get(AgentOptions.Exporters) is [ExporterKind.Otlp])
            {
                Add("is needed by the exporter otlp; set it, or choose another exporter, e.g. --set exporters=console");
            }

            return;
        }

        var hasScheme = endpoint.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? endpoint : $"https://{endpoint}", UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
        {
            Add($"{Printable.Quote(endpoint)} is not an endpoint; allowed: {ServerOptions.Endpoint.Allowed}");
            return;
        }

        if (uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
        {
            Add($"has more than a host and a port (user, path or query); allowed: {ServerOptions.Endpoint.Allowed}");
        }

        var insecure = configuration.Get(ServerOptions.Insecure);
        if (uri.Scheme == "http" && !insecure)
        {
            Add("http:// sends everything in plaintext, credentials too; use https://, or allow it with server.insecure: true");
        }
        else if (insecure && hasScheme && uri.Scheme == "https")
        {
            Add("https:// and server.insecure: true contradict each other; remove one");
        }

        void Add(string message) => problems.Add(new Problem(configuration.OriginOf(ServerOptions.Endpoint), ServerOptions.Endpoint.Key, message));
    }
}
