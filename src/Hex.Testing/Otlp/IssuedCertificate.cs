using System.Security.Cryptography.X509Certificates;

namespace Hex.Testing.Otlp;

/// <summary>A certificate of a <see cref="TestAuthority"/> and its key.</summary>
public sealed class IssuedCertificate : IDisposable
{
    internal IssuedCertificate(X509Certificate2 certificate, string keyPem)
    {
        Certificate = certificate;
        CertificatePem = certificate.ExportCertificatePem();
        KeyPem = keyPem;
    }

    /// <summary>The certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as PEM.</summary>
    public string CertificatePem { get; }

    /// <summary>The private key as PKCS #8 PEM, not encrypted.</summary>
    public string KeyPem { get; }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
