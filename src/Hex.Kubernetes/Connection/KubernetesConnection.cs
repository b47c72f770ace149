using System.Globalization;

namespace Hex.Kubernetes;

/// <summary>Where an API server is and how to speak to it.</summary>
public sealed class KubernetesConnection
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>A connection of one's own making.</summary>
    /// <param name="server">An http or https address, with a path where the API is not at the root.</param>
    /// <exception cref="ArgumentException">The address is not http or https.</exception>
    public KubernetesConnection(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!server.IsAbsoluteUri || server.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"The API server '{server}' must be an absolute http or https address.", nameof(server));
        }

        Server = server;
    }

    /// <summary>The address of the API server.</summary>
    public Uri Server { get; }

    /// <summary>The namespace of the kubeconfig's context or of the agent's own pod; empty when neither says.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>How the server is trusted and what client certificate it is shown; for https only.</summary>
    public KubernetesTls Tls { get; init; } = new();

    /// <summary>Where the bearer token comes from; null for none. Never in any text this library makes.</summary>
    internal ITokenSource? Token { get; init; }

    /// <summary>The same connection with a token read from a file, again whenever it changes.</summary>
    /// <param name="path">The file; white space around the token is ignored.</param>
    public KubernetesConnection WithTokenFile(string path) =>
        new(Server) { Namespace = Namespace, Tls = Tls, Token = new TokenFile(path, TimeProvider.System) };

    /// <summary>The same connection with a fixed token.</summary>
    public KubernetesConnection WithToken(string token) => new(Server) { Namespace = Namespace, Tls = Tls, Token = new FixedToken(token) };

    /// <summary>
    /// The connection a pod has to its own cluster: KUBERNETES_SERVICE_HOST and _PORT, the CA bundle and the projected token, which are
    /// read again when they change.
    /// </summary>
    /// <exception cref="KubernetesConfigurationException">This is no pod, or it has no service account token.</exception>
    public static KubernetesConnection InCluster() => InCluster(Environment.GetEnvironmentVariable, ServiceAccountFolder);

    /// <summary>Whether this process runs in a pod that may speak to its cluster.</summary>
    public static bool IsInCluster => Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 };

    /// <summary>The connection a kubeconfig describes.</summary>
    /// <param name="path">The file; null for the first of KUBECONFIG, else ~/.kube/config.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="KubernetesConfigurationException">The file does not say what is needed; the message names file and field.</exception>
    public static KubernetesConnection FromKubeconfig(string? path = null, string? context = null) =>
        KubeconfigReader.Read(path ?? KubeconfigReader.DefaultPath(), context);

    internal static KubernetesConnection InCluster(Func<string, string?> environment, string folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new KubernetesConfigurationException(
                $"KUBERNETES_SERVICE_HOST '{host}' and KUBERNETES_SERVICE_PORT '{port}' name no API server; in a pod the kubelet sets both (enableServiceLinks does not matter).");
        }

        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
        {
            throw new KubernetesConfigurationException($"{token} does not exist; the pod needs a service account with automountServiceAccountToken.");
        }

        var @namespace = Path.Combine(folder, "namespace");
        return new KubernetesConnection(new UriBuilder("https", host, number).Uri)
        {
            Namespace = File.Exists(@namespace) ? File.ReadAllText(@namespace).Trim() : "",
            Tls = new KubernetesTls { CertificateAuthorityFile = Path.Combine(folder, "ca.crt") },
            Token = new TokenFile(token, TimeProvider.System),
        };
    }
}

/// <summary>How TLS to the API server is done. Files are read again for every new connection.</summary>
public sealed class KubernetesTls
{
    /// <summary>A PEM bundle of the authorities to trust; null to use <see cref="CertificateAuthorityPem"/> or the system's.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>The authorities themselves, in PEM; null to use the system's.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary>Accepts any certificate; for experiments only. Default: false.</summary>
    public bool SkipVerification { get; init; }

    /// <summary>The name the server's certificate must carry; null for the host of the address.</summary>
    public string? ServerName { get; init; }

    internal IClientCertificateSource? ClientCertificate { get; init; }
}

/// <summary>The environment or a kubeconfig does not say how to reach an API server.</summary>
public sealed class KubernetesConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
