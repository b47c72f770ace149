using System.Text;

namespace Hex.Kubernetes;

/// <summary>
/// kubeconfig (v1 Config): <c>current-context</c> names a context, the context a cluster and a user. Paths are relative to the file.
/// </summary>
internal static class KubeconfigReader
{
    public static string DefaultPath()
    {
        var paths = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return paths is { Length: > 0 }
            ? paths[0]
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
    }

    public static KubernetesConnection Read(string path, string? context)
    {
        try
        {
            using var text = File.OpenText(path);
            return Read(path, text, context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"the kubeconfig {path} cannot be read: {exception.Message}", exception);
        }
    }

    public static KubernetesConnection Read(string path, TextReader text, string? context)
    {
        var root = KubeconfigNode.Parse(path, text);
        var name = context ?? root["current-context"]?.Text
            ?? throw root.Fault("'current-context' is missing; set it, or name a context");
        var chosen = root.Required("contexts").Named(name, "context");
        var clusterName = chosen.Required("cluster");
        var cluster = root.Required("clusters").Named(clusterName.Text, "cluster");
        var user = chosen["user"] is { } userName ? root.Required("users").Named(userName.Text, "user") : null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (cluster["proxy-url"] is { } proxy)
        {
            throw proxy.Fault("'proxy-url' is not supported");
        }

        var plugin = user?["exec"] is { } exec ? Plugin(exec, folder) : null;
        return new KubernetesConnection(Server(cluster.Required("server")))
        {
            Namespace = chosen["namespace"]?.Text ?? "",
            Tls = new KubernetesTls
            {
                CertificateAuthorityFile = cluster["certificate-authority-data"] is null ? ExistingFile(cluster["certificate-authority"], folder) : null,
                CertificateAuthorityPem = cluster["certificate-authority-data"] is { } data ? Encoding.UTF8.GetString(data.Base64()) : null,
                SkipVerification = cluster["insecure-skip-tls-verify"]?.Boolean ?? false,
                ServerName = cluster["tls-server-name"]?.Text,
                ClientCertificate = user is null ? null : (IClientCertificateSource?)Certificate(user, folder) ?? plugin,
            },
            Token = user is null ? null : Token(user, folder) ?? plugin,
        };
    }

    private static Uri Server(KubeconfigNode server) =>
        Uri.TryCreate(server.Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? address
            : throw server.Wrong("an http or https address without a password");

    private static string? ExistingFile(KubeconfigNode? path, string folder)
    {
        if (path is null)
        {
            return null;
        }

        var full = Path.Combine(folder, path.Text);
        return File.Exists(full) ? full : throw path.Fault($"the file {full} does not exist");
    }

    // As kubectl: tokenFile wins over token, since it can be renewed.
    private static ITokenSource? Token(KubeconfigNode user, string folder)
    {
        if (user["username"] is { } password)
        {
            throw password.Fault("basic authentication is not part of Kubernetes any more");
        }

        if (user["auth-provider"] is { } provider)
        {
            throw provider.Fault("'auth-provider' is not part of Kubernetes any more; use 'exec'");
        }

        return ExistingFile(user["tokenFile"], folder) is { } file ? new TokenFile(file, TimeProvider.System)
            : user["token"] is { } token ? new FixedToken(token.Text)
            : null;
    }

    private static PemCertificate? Certificate(KubeconfigNode user, string folder)
    {
        var (data, file) = (user["client-certificate-data"], ExistingFile(user["client-certificate"], folder));
        var (keyData, keyFile) = (user["client-key-data"], ExistingFile(user["client-key"], folder));
        if (data is null && file is null)
        {
            return null;
        }

        if (keyData is null && keyFile is null)
        {
            throw user.Fault("a client certificate is given, but neither client-key-data nor client-key");
        }

        var pem = data is null ? null : Encoding.UTF8.GetString(data.Base64());
        var key = keyData is null ? null : Encoding.UTF8.GetString(keyData.Base64());
        return new PemCertificate(() => (pem ?? File.ReadAllText(file!), key ?? File.ReadAllText(keyFile!)), file ?? "the kubeconfig");
    }

    private static ExecPlugin Plugin(KubeconfigNode exec, string folder)
    {
        var version = exec.Required("apiVersion");
        if (version.Text is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw version.Wrong("client.authentication.k8s.io/v1 or v1beta1");
        }

        if (exec["interactiveMode"] is { Text: "Always" } mode)
        {
            throw mode.Fault("the plugin wants to ask questions (interactiveMode: Always), and nobody is here to answer");
        }

        // As kubectl: a command with a slash is relative to the file, one without is searched for.
        var command = exec.Required("command").Text;
        return new ExecPlugin(
            new ExecPluginOptions(
                version.Text,
                command.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, command) : command,
                [.. exec["args"]?.Elements.Select(argument => argument.Text) ?? []],
                [.. exec["env"]?.Elements.Select(entry => KeyValuePair.Create(entry.Required("name").Text, entry["value"]?.Text ?? "")) ?? []],
                exec["installHint"]?.Text),
            TimeProvider.System);
    }
}
