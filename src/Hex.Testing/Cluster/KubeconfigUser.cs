using System.Text;

namespace Hex.Testing.Cluster;

/// <summary>How a kubeconfig signs in.</summary>
public sealed class KubeconfigUser
{
    private readonly string _user;
    private readonly bool _plain;

    private KubeconfigUser(string user, bool plain) => (_user, _plain) = (user, plain);

    /// <summary>A bearer token over TLS.</summary>
    public static KubeconfigUser WithToken(string token) => new($"token: {token}", plain: false);

    /// <summary>A client certificate over TLS, both PEM.</summary>
    public static KubeconfigUser WithCertificate(string certificatePem, string keyPem) =>
        new($"client-certificate-data: {Base64(certificatePem)}\n    client-key-data: {Base64(keyPem)}", plain: false);

    /// <summary>A bearer token over plain HTTP/1.1.</summary>
    public static KubeconfigUser WithTokenOverHttp(string token) => new($"token: {token}", plain: true);

    internal string ToYaml(Uri https, Uri http, string authorityPem)
    {
        var server = (_plain ? http : https).GetLeftPart(UriPartial.Authority);
        var authority = _plain ? "" : $"\n    certificate-authority-data: {Base64(authorityPem)}";
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: simulated
              cluster:
                server: {server}{authority}
            users:
            - name: simulated
              user:
                {_user}
            contexts:
            - name: simulated
              context:
                cluster: simulated
                user: simulated
                namespace: default
            current-context: simulated

            """;
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
