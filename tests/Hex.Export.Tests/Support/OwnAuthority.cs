using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Export.Tests.Support;

/// <summary>A certificate authority of a test's own.</summary>
internal sealed class OwnAuthority
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _signer;

    private OwnAuthority(X509Certificate2 certificate) => _signer = certificate;

    public X509Certificate2 Certificate => _signer;

    public string Pem => _signer.ExportCertificatePem();

    public static OwnAuthority Create(string name = "Hex test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new OwnAuthority(request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2)));
    }

    /// <summary>An authority below this one.</summary>
    public OwnAuthority Intermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Hex test intermediate", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new OwnAuthority(Sign(request, Now.AddYears(-1), Now.AddYears(1)).CopyWithPrivateKey(key));
    }

    public X509Certificate2 Server(string dnsName = "localhost", int validDays = 30, int fromDays = -100)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (dnsName == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return WithKey(Sign(request, Now.AddDays(fromDays), Now.AddDays(validDays)), key);
    }

    public X509Certificate2 Client(string name = "agent")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        return WithKey(Sign(request, Now.AddDays(-1), Now.AddDays(30)), key);
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset to) =>
        request.Create(_signer, from, to, RandomNumberGenerator.GetBytes(8));

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key)
    {
        using var ephemeral = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
