using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Testing.Cluster.Serving;

/// <summary>A certificate authority of its own for each cluster, its server certificate, and client certificates on demand.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _from;

    /// <summary>Makes the authority and the server certificate.</summary>
    /// <param name="clock">Real time: TLS stacks judge validity by it, whatever clock a test uses.</param>
    public ClusterCertificates(TimeProvider clock)
    {
        _from = clock.GetUtcNow().AddHours(-1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=simulated-cluster-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(_from, _from.AddYears(1));
        AuthorityPem = _authority.ExportCertificatePem();

        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        Server = Issue("CN=kube-apiserver", "1.3.6.1.5.5.7.3.1", names.Build()).Certificate;
    }

    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    public (string CertificatePem, string KeyPem) IssueClient(string user)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(user);
        var (certificate, keyPem) = Issue(name.Build().Name, "1.3.6.1.5.5.7.3.2", extension: null);
        using (certificate)
            return (certificate.ExportCertificatePem(), keyPem);
    }

    public bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
    }

    private (X509Certificate2 Certificate, string KeyPem) Issue(string subject, string usage, X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (extension is not null)
            request.CertificateExtensions.Add(extension);
        using var issued = request.Create(_authority, _from, _from.AddMonths(11), RandomNumberGenerator.GetBytes(12));
        using var withKey = issued.CopyWithPrivateKey(key);
        // Through PKCS#12, because not every TLS stack takes an ephemeral key.
        var certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
        return (certificate, key.ExportPkcs8PrivateKeyPem());
    }
}
