using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Signs in with a kubeconfig as the simulated cluster writes it.</summary>
internal sealed partial class KubeconfigClient : IDisposable
{
    public KubeconfigClient(string yaml)
    {
        var values = Field().Matches(yaml).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        var handler = new SocketsHttpHandler();
        if (values.TryGetValue("certificate-authority-data", out var authority))
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Decode(authority)));
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        if (values.TryGetValue("client-certificate-data", out var certificate))
        {
            using var pem = X509Certificate2.CreateFromPem(Decode(certificate), Decode(values["client-key-data"]));
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null)];
        }

        Http = new HttpClient(handler) { BaseAddress = new Uri(values["server"]) };
        if (values.TryGetValue("token", out var token))
            Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public HttpClient Http { get; }

    public void Dispose() => Http.Dispose();

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    [GeneratedRegex("^ +(?<name>server|certificate-authority-data|token|client-certificate-data|client-key-data): (?<value>\\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
