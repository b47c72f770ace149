namespace Hex.Export.Grpc;

/// <summary>
/// TLS of a client. The system's certificate authorities are always trusted (and SSL_CERT_FILE, SSL_CERT_DIR are honoured). Files are looked at
/// every ten seconds while calls are made; a change leads to a new connection.
/// </summary>
public sealed class TlsOptions
{
    /// <summary>PEM file, or directory of PEM files, of certificate authorities trusted besides the system's. Empty: none.</summary>
    public string Ca { get; set; } = "";

    /// <summary>PEM file of the client certificate for mutual TLS, intermediates after it. Empty: none. Needs <see cref="Key"/>.</summary>
    public string Cert { get; set; } = "";

    /// <summary>PEM file of the client certificate's private key, unencrypted.</summary>
    public string Key { get; set; } = "";

    /// <summary>Name expected in the server's certificate (and sent as SNI). Empty: the host of the endpoint.</summary>
    public string ServerName { get; set; } = "";
}
