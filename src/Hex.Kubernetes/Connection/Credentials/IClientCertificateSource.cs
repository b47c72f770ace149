using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Kubernetes;

/// <summary>Where a client certificate comes from; asked for every new connection.</summary>
internal interface IClientCertificateSource
{
    /// <summary>The certificate with its key; null when there is none.</summary>
    /// <exception cref="IOException">There should be one; the message says why there is not, and never holds the key.</exception>
    ValueTask<X509Certificate2?> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A certificate and key in PEM, in a kubeconfig or in files that are read again for every connection.</summary>
internal sealed class PemCertificate(Func<(string Certificate, string Key)> read, string origin) : IClientCertificateSource
{
    public ValueTask<X509Certificate2?> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (certificate, key) = read();
            return new(FromPem(certificate, key));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            // No inner exception: what cannot be parsed might be the key.
            throw new IOException($"the client certificate of {origin} cannot be read: {exception.GetType().Name}");
        }
    }

    public static X509Certificate2 FromPem(string certificate, string key) => X509Certificate2.CreateFromPem(certificate, key);
}
