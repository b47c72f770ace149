using System.Net.Http.Headers;

namespace Hex.Export.Grpc.Credentials;

/// <summary>Headers whose values are secrets: they can be put on a request and searched for, but not printed.</summary>
internal sealed class SecretHeaders(params (string Name, string Value)[] headers)
{
    // Shorter values (a tenant "1") are no secrets, and masking them would make messages unreadable.
    private const int ShortestSecret = 6;

    /// <summary>Writes the headers to a request.</summary>
    public void ApplyTo(HttpRequestHeaders to)
    {
        foreach (var (name, value) in headers)
            to.TryAddWithoutValidation(name, value);
    }

    /// <summary>Replaces the values in a text a server sent: some servers repeat the key they refuse.</summary>
    public string Mask(string text)
    {
        foreach (var (_, value) in headers)
        {
            if (value.Length >= ShortestSecret)
                text = text.Replace(value, "***", StringComparison.Ordinal);
        }
        return text;
    }

    public override string ToString() => string.Join(", ", headers.Select(h => h.Name + ": ***"));
}
