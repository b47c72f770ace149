using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Export.Grpc.Tls;

/// <summary>Certificates read from files: the authorities trusted besides the system's, and the certificate that says who we are.</summary>
internal sealed class TlsMaterial
{
    private TlsMaterial(X509Certificate2Collection roots, SslStreamCertificateContext? client, FileStamps stamps)
    {
        (ExtraRoots, Client, Stamps) = (roots, client, stamps);
    }

    public X509Certificate2Collection ExtraRoots { get; }

    public SslStreamCertificateContext? Client { get; }

    /// <summary>The files as they were just before they were read.</summary>
    public FileStamps Stamps { get; }

    public static FileStamps StampsOf(TlsOptions options) => FileStamps.Of(options.Ca, options.Cert, options.Key);

    /// <summary>Reads the files; null with what is wrong and with which file.</summary>
    public static TlsMaterial? Load(TlsOptions options, out string? error)
    {
        var stamps = StampsOf(options);
        var roots = new X509Certificate2Collection();
        error = options.Ca.Length > 0 ? LoadRoots(options.Ca, roots) : null;
        if (error is not null)
            return null;
        SslStreamCertificateContext? client = null;
        if (options.Cert.Length > 0)
            client = LoadClient(options.Cert, options.Key, out error);
        return error is null ? new TlsMaterial(roots, client, stamps) : null;
    }

    private static string? LoadRoots(string path, X509Certificate2Collection roots)
    {
        var isDirectory = Directory.Exists(path);
        foreach (var file in FileStamps.Files(path))
        {
            try
            {
                roots.ImportFromPem(File.ReadAllText(file));
            }
            catch (Exception e) when (isDirectory && e is CryptographicException or UnauthorizedAccessException)
            {
                // A directory may hold other things (a key, a bundle in another format); what counts is that something could be read.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                return $"tls.ca {file}: {Reason(e)}";
            }
        }
        return roots.Count > 0 ? null : $"tls.ca {path}: no PEM certificate (-----BEGIN CERTIFICATE-----) in it";
    }

    private static SslStreamCertificateContext? LoadClient(string certPath, string keyPath, out string? error)
    {
        error = null;
        var path = certPath;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(File.ReadAllText(certPath));
            if (chain.Count == 0)
            {
                error = $"tls.cert {certPath}: no PEM certificate (-----BEGIN CERTIFICATE-----) in it";
                return null;
            }
            path = keyPath;
            var key = File.ReadAllText(keyPath);
            if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
            {
                error = $"tls.key {keyPath}: the key is encrypted, and there is no option for its password: give an unencrypted one";
                return null;
            }
            var leaf = X509Certificate2.CreateFromPem(File.ReadAllText(certPath), key);
            // The first certificate of the file is the leaf; the rest are what the server may need to find its way to a root.
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"{(ReferenceEquals(path, certPath) ? "tls.cert" : "tls.key")} {path}: {Reason(e)}";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            error = ReferenceEquals(path, certPath)
                ? $"tls.cert {certPath}: {Reason(e)}"
                : $"tls.key {keyPath}: not the PEM private key of the certificate in {certPath}";
        }
        return null;
    }

    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "the file does not exist",
        UnauthorizedAccessException => "no permission to read it",
        CryptographicException => "a certificate in it cannot be decoded",
        _ => e.Message,
    };
}
