using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Kubernetes;

/// <summary>
/// Opens the connections: socket, and for https the TLS of the connection's own options, with authorities and client certificate read
/// now. Doing it here is what lets the certificate's name differ from the Host header, and lets files change under a running client.
/// </summary>
internal sealed class TlsDialer(KubernetesConnection connection)
{
    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return connection.Server.Scheme == "https" ? await SecureAsync(plain, context, cancellationToken) : plain;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var tls = connection.Tls;
        var certificate = tls.ClientCertificate is { } source ? await source.GetAsync(cancellationToken) : null;
        var secure = new SslStream(plain);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = tls.ServerName ?? context.DnsEndPoint.Host,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                CertificateChainPolicy = tls.SkipVerification ? null : Policy(tls),
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            };
            if (tls.SkipVerification)
            {
#pragma warning disable CA5359, MA0039 // The user asked for exactly this, by its name in the kubeconfig.
                options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
            }

            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    // Only the authorities given are trusted, and only they: a cluster's CA is private. Revocation lists do not exist for them.
    private static X509ChainPolicy? Policy(KubernetesTls tls)
    {
        var pem = tls.CertificateAuthorityPem ?? (tls.CertificateAuthorityFile is { } file ? File.ReadAllText(file) : null);
        if (pem is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"the authorities in {tls.CertificateAuthorityFile ?? "certificate-authority-data"} cannot be read", exception);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new IOException($"{tls.CertificateAuthorityFile ?? "certificate-authority-data"} holds no certificate in PEM");
    }
}
