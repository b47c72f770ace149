using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hex.Export.Text;

namespace Hex.Export.Grpc.Tls;

/// <summary>
/// Accepts a server's certificate that the system accepts, or that leads to one of the extra authorities; remembers in words why the last one was refused.
/// Names and dates are always checked.
/// </summary>
internal sealed class ServerCertificateCheck(X509Certificate2Collection extraRoots, string expectedName, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private string? _rejection;

    /// <summary>Takes the reason of the last refusal, once.</summary>
    public string? TakeRejection() => Interlocked.Exchange(ref _rejection, null);

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (certificate is not X509Certificate2 server || chain is null)
            return Reject("the server sent no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return Reject($"the server's certificate is for {Names(server)}, not for '{expectedName}': connect by one of its names, or set tls.serverName to one");
        }
        using var own = new X509Chain();
        if (extraRoots.Count > 0 && LeadsToExtraRoot(server, chain, own))
            return true;
        return Reject(Explain(server, extraRoots.Count > 0 && !Has(own, X509ChainStatusFlags.PartialChain) ? own : chain));
    }

    private bool LeadsToExtraRoot(X509Certificate2 server, X509Chain sent, X509Chain own)
    {
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.DisableCertificateDownloads = true;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        own.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        foreach (var element in sent.ChainElements)
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (own.Build(server))
            return true;
        // An intermediate given as the authority is one: its signature below was checked, only its own issuer is missing.
        return own.ChainStatus is [{ Status: X509ChainStatusFlags.PartialChain }]
            && own.ChainElements is [.., var top]
            && extraRoots.Any(r => r.RawDataMemory.Span.SequenceEqual(top.Certificate.RawDataMemory.Span));
    }

    private string Explain(X509Certificate2 server, X509Chain chain)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var element in chain.ChainElements)
        {
            var certificate = element.Certificate;
            var whose = ReferenceEquals(element, chain.ChainElements[0]) ? "the server's certificate" : $"the authority '{Name(certificate.Subject)}'";
            if (certificate.NotAfter.ToUniversalTime() < now)
                return $"{whose} expired on {certificate.NotAfter.ToUniversalTime():u}: renew it (this machine's clock says {now:u})";
            if (certificate.NotBefore.ToUniversalTime() > now)
                return $"{whose} is valid only from {certificate.NotBefore.ToUniversalTime():u}: is this machine's clock right? It says {now:u}";
        }
        if (Has(chain, X509ChainStatusFlags.UntrustedRoot) || Has(chain, X509ChainStatusFlags.PartialChain))
        {
            return $"the server's certificate was issued by '{Name(server.Issuer)}', which "
                + (extraRoots.Count > 0 ? "neither this system nor tls.ca trusts" : "this system does not trust")
                + ": set tls.ca to that authority's certificate (behind a proxy that inspects TLS, to the proxy's)";
        }
        var status = string.Join("; ", chain.ChainStatus.Select(s => s.Status.ToString()).Distinct().Take(4));
        return $"the server's certificate '{Name(server.Subject)}' is not acceptable: {status}";
    }

    private static bool Has(X509Chain chain, X509ChainStatusFlags flag) => chain.ChainStatus.Any(s => s.Status.HasFlag(flag));

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))
            .Take(5).Select(n => $"'{Printable.From(n, 100)}'").ToArray();
        return names.Length > 0 ? string.Join(", ", names) : $"'{Name(certificate.Subject)}' (it names no host)";
    }

    private static string Name(string distinguished) => Printable.From(distinguished, 200);

    private bool Reject(string reason)
    {
        Volatile.Write(ref _rejection, reason);
        return false;
    }
}
