using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>What an exec plugin answers (client.authentication.k8s.io/v1 and v1beta1 ExecCredential).</summary>
/// <param name="Token">A bearer token, or null.</param>
/// <param name="CertificatePem">A client certificate, or null.</param>
/// <param name="KeyPem">Its key.</param>
/// <param name="Expires">When it has to be asked for again; not set when never.</param>
internal sealed record ExecCredential(string? Token, string? CertificatePem, string? KeyPem, Timestamp Expires)
{
    /// <summary>Reads the plugin's output.</summary>
    /// <exception cref="IOException">It is no credential. The message never quotes it.</exception>
    public static ExecCredential Parse(ReadOnlySpan<byte> output, string plugin)
    {
        string? token = null, certificate = null, key = null;
        var expires = default(Timestamp);
        try
        {
            var json = new JsonCursor(output, DecodeContext.Bare());
            for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
            {
                if (!json.Is("status"u8))
                {
                    json.Skip();
                    continue;
                }

                for (var isStatus = json.EnterObject(); isStatus && json.NextProperty();)
                {
                    if (json.Is("token"u8))
                    {
                        token = CommonFields.NullIfEmpty(json.UniqueText(64 * 1024));
                    }
                    else if (json.Is("clientCertificateData"u8))
                    {
                        certificate = CommonFields.NullIfEmpty(json.UniqueText(64 * 1024));
                    }
                    else if (json.Is("clientKeyData"u8))
                    {
                        key = CommonFields.NullIfEmpty(json.UniqueText(64 * 1024));
                    }
                    else if (json.Is("expirationTimestamp"u8))
                    {
                        expires = json.Time();
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
        }
        catch (JsonException)
        {
            throw new IOException($"the credential plugin {plugin} wrote no JSON; expected an ExecCredential");
        }

        return token is not null || (certificate is not null && key is not null)
            ? new ExecCredential(token, certificate, key, expires)
            : throw new IOException($"the credential plugin {plugin} gave neither status.token nor status.clientCertificateData with clientKeyData");
    }
}
