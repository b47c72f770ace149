using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Testing.Otlp;

/// <summary>A certificate authority for tests: an ECDSA P-256 root that issues server and client certificates. Nothing is written to disk.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    /// <summary>Makes a new root, valid for ten years from now (and three years back).</summary>
    /// <param name="name">The common name of the root.</param>
    public TestAuthority(string name = "Hex test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-3), now.AddYears(10));
        Pem = _root.ExportCertificatePem();
    }

    /// <summary>The root certificate as PEM: what a client must trust.</summary>
    public string Pem { get; }

    /// <summary>The root certificate with its key.</summary>
    public X509Certificate2 Root => _root;

    /// <summary>Issues a server certificate.</summary>
    /// <param name="names">DNS names and IP addresses it is for.</param>
    /// <param name="notAfter">When it expires; null is in a year. A time in the past year makes an expired one.</param>
    public IssuedCertificate IssueServer(IEnumerable<string> names, DateTimeOffset? notAfter = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        return Issue("Hex test server", "1.3.6.1.5.5.7.3.1", alternatives.Build(), notAfter);
    }

    /// <summary>Issues a client certificate with this common name.</summary>
    /// <param name="name">The common name.</param>
    /// <param name="notAfter">When it expires; null is in a year.</param>
    public IssuedCertificate IssueClient(string name = "hex-agent", DateTimeOffset? notAfter = null) =>
        Issue(name, "1.3.6.1.5.5.7.3.2", null, notAfter);

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    /// <summary>True if the certificate is valid now and issued by this authority.</summary>
    internal bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private IssuedCertificate Issue(string name, string usage, X509Extension? alternatives, DateTimeOffset? notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);
        var until = notAfter ?? TimeProvider.System.GetUtcNow().AddYears(1);
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        using var bare = request.Create(_root, until.AddYears(-2), until, serial);
        return new IssuedCertificate(bare.CopyWithPrivateKey(key), key.ExportPkcs8PrivateKeyPem());
    }
}
