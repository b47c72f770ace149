using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Configuration.Validation;

/// <summary>At most one credential, and one that can be sent as a header.</summary>
internal static class CredentialValidator
{
    private static readonly Option<string>[] Credentials = [ServerOptions.ApiKey, ServerOptions.ApiKeyFile, ServerOptions.TokenFile];

    public static void Check(AgentConfiguration configuration, ICollection<Problem> problems)
    {
        var given = Credentials.Where(option => configuration.Get(option).Length > 0).ToList();
        foreach (var extra in given.Skip(1))
        {
            problems.Add(new Problem(configuration.OriginOf(extra), extra.Key, $"is a second credential beside {given[0].Key}; keep one"));
        }

        if (!configuration.Get(ServerOptions.ApiKey).All(character => char.IsBetween(character, ' ', '~')))
        {
            problems.Add(new Problem(configuration.OriginOf(ServerOptions.ApiKey), ServerOptions.ApiKey.Key, "holds characters that a header cannot carry (line ends, control or non-ASCII characters)"));
        }

        foreach (var (name, value) in configuration.Get(ServerOptions.Headers))
        {
            if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            {
                problems.Add(new Problem(configuration.OriginOf(ServerOptions.Headers), ServerOptions.Headers.Key, $"{Printable.Quote(name)} is not the name of a header; allowed: letters, digits, - _ ."));
            }
            else if (!value.All(character => char.IsBetween(character, ' ', '~')))
            {
                problems.Add(new Problem(configuration.OriginOf(ServerOptions.Headers), $"{ServerOptions.Headers.Key}.{name}", "the value holds characters that a header cannot carry"));
            }
        }
    }
}
