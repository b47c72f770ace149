using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hex.Kubernetes.Tests.Connection;

public class KubeconfigTests : IDisposable
{
    private const string Secret = "very-secret-token";

    private readonly string _folder = Directory.CreateTempSubdirectory("hex-kubeconfig-").FullName;

    [Fact]
    public async Task Current_context_is_read_with_its_cluster_and_user()
    {
        var connection = Read("""
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts:
            - name: prod
              context: {cluster: p, user: u}
            - name: dev
              context:
                cluster: d
                user: u
                namespace: shop
            clusters:
            - {name: p, cluster: {server: "https://prod:6443"}}
            - name: d
              cluster:
                server: https://dev:6443/api-root
                certificate-authority-data: UEVN
                tls-server-name: kubernetes
            users:
            - name: u
              user: {token: very-secret-token}
            """);
        Assert.Equal(new Uri("https://dev:6443/api-root"), connection.Server);
        Assert.Equal(("shop", "PEM", "kubernetes", false), (connection.Namespace, connection.Tls.CertificateAuthorityPem, connection.Tls.ServerName, connection.Tls.SkipVerification));
        Assert.Equal(Secret, await connection.Token!.GetAsync(default));
        Assert.Null(connection.Tls.ClientCertificate);
    }

    [Fact]
    public void Named_context_wins_over_the_current_one() =>
        Assert.Equal(new Uri("http://b:1"), Read("""
            current-context: a
            contexts: [{name: a, context: {cluster: a}}, {name: b, context: {cluster: b}}]
            clusters: [{name: a, cluster: {server: "http://a:1"}}, {name: b, cluster: {server: "http://b:1"}}]
            """, "b").Server);

    [Fact]
    public void Json_is_a_kubeconfig_too() =>
        Assert.True(Read("""{"current-context":"a","contexts":[{"name":"a","context":{"cluster":"a"}}],"clusters":[{"name":"a","cluster":{"server":"https://a","insecure-skip-tls-verify":true}}]}""").Tls.SkipVerification);

    [Fact]
    public async Task Files_are_found_beside_the_kubeconfig_and_read_again()
    {
        Write("ca.crt", "PEM");
        Write("token", "first\n");
        var connection = Read(One(cluster: "certificate-authority: ca.crt", user: "tokenFile: token"));
        Assert.Equal(Path.Combine(_folder, "ca.crt"), connection.Tls.CertificateAuthorityFile);
        Assert.Equal("first", await connection.Token!.GetAsync(default));
        Write("token", "second");
        connection.Token.Invalidate();
        Assert.Equal("second", await connection.Token.GetAsync(default));
        File.Delete(Path.Combine(_folder, "token"));
        connection.Token.Invalidate();
        Assert.Equal("second", await connection.Token.GetAsync(default));
    }

    [Fact]
    public async Task Client_certificate_is_read_from_data_or_files()
    {
        var (certificate, key) = Certificate("CN=agent");
        var inline = Read(One(user: $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}}}"));
        Write("c.pem", certificate);
        Write("k.pem", key);
        var files = Read(One(user: "{client-certificate: c.pem, client-key: k.pem}"));
        foreach (var connection in new[] { inline, files })
        {
            using var read = await connection.Tls.ClientCertificate!.GetAsync(default);
            Assert.Equal("CN=agent", read!.Subject);
            Assert.True(read.HasPrivateKey);
        }
    }

    [Fact]
    public async Task Broken_key_is_an_error_without_the_key()
    {
        var (certificate, _) = Certificate("CN=agent");
        var connection = Read(One(user: $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(Secret)}}}"));
        var error = await Assert.ThrowsAsync<IOException>(() => connection.Tls.ClientCertificate!.GetAsync(default).AsTask());
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'current-context' is missing")]
    [InlineData("current-context: x", "'contexts' is missing")]
    [InlineData("{current-context: x, contexts: [{name: a, context: {}}]}", "no context is named 'x'; there are: a")]
    [InlineData("{current-context: a, contexts: [{name: a, context: {user: u}}]}", "'contexts[0].context.cluster' is missing")]
    [InlineData("{current-context: a, contexts: [{name: a}]}", "'contexts[0].context' is missing")]
    [InlineData("{current-context: a, contexts: a}", "'contexts' must be a list")]
    [InlineData("{current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: []}", "no cluster is named 'c'; there are: none")]
    [InlineData("current-context: [", "this is no YAML")]
    [InlineData("current-context: *x", "'current-context' is an alias")]
    public void Error_names_file_line_and_field(string text, string expected)
    {
        var error = Assert.Throws<KubernetesConfigurationException>(() => Read(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "config") + ", line ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server: ftp://x", "", "'clusters[0].cluster.server' must be an http or https address")]
    [InlineData("server: https://u:very-secret-token@x", "", "'clusters[0].cluster.server' must be")]
    [InlineData("certificate-authority-data: '***'", "", "'clusters[0].cluster.certificate-authority-data' must be base64")]
    [InlineData("certificate-authority: nowhere.crt", "", "nowhere.crt does not exist")]
    [InlineData("insecure-skip-tls-verify: maybe", "", "'clusters[0].cluster.insecure-skip-tls-verify' must be true or false")]
    [InlineData("proxy-url: http://p", "", "'proxy-url' is not supported")]
    [InlineData("", "tokenFile: nowhere", "nowhere does not exist")]
    [InlineData("", "{username: a, password: very-secret-token}", "basic authentication")]
    [InlineData("", "auth-provider: {name: gcp}", "use 'exec'")]
    [InlineData("", "client-certificate-data: dmVyeS1zZWNyZXQtdG9rZW4=", "neither client-key-data nor client-key")]
    [InlineData("", "exec: {command: x}", "'users[0].user.exec.apiVersion' is missing")]
    [InlineData("", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "v1 or v1beta1")]
    [InlineData("", "exec: {apiVersion: client.authentication.k8s.io/v1}", "'users[0].user.exec.command' is missing")]
    [InlineData("", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}", "nobody is here to answer")]
    public void Field_that_cannot_be_used_is_named_and_its_value_is_not_shown(string cluster, string user, string expected)
    {
        var error = Assert.Throws<KubernetesConfigurationException>(() => Read(One(cluster, user)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Base64(Secret), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_named() =>
        Assert.Contains(Path.Combine(_folder, "none"), Assert.Throws<KubernetesConfigurationException>(() => KubernetesConnection.FromKubeconfig(Path.Combine(_folder, "none"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task Plugin_is_run_once_until_its_answer_expires_or_is_refused(string version)
    {
        Write("plugin", """
            #!/bin/sh
            echo x >> "$COUNTER"
            case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) ;; *) exit 9 ;; esac
            echo "{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$1-$(wc -l < "$COUNTER" | tr -d ' ')\",\"expirationTimestamp\":\"$EXPIRES\"}}"
            """, isExecutable: true);
        var counter = Path.Combine(_folder, "count");
        var connection = Plugin(version, "2999-01-01T00:00:00Z");
        Assert.Equal("tok-1", await connection.Token!.GetAsync(default));
        Assert.Equal("tok-1", await connection.Token.GetAsync(default));
        connection.Token.Invalidate();
        Assert.Equal("tok-2", await connection.Token.GetAsync(default));
        var expired = Plugin(version, "2020-01-01T00:00:00Z");
        Assert.Equal("tok-3", await expired.Token!.GetAsync(default));
        Assert.Equal("tok-4", await expired.Token.GetAsync(default));

        KubernetesConnection Plugin(string version, string expires) => Read(One(user:
            $"exec: {{apiVersion: client.authentication.k8s.io/{version}, command: ./plugin, args: [tok], env: [{{name: COUNTER, value: '{counter}'}}, {{name: EXPIRES, value: '{expires}'}}]}}"));
    }

    [Theory]
    [InlineData("echo very-secret-token", "wrote no JSON")]
    [InlineData("echo '{\"status\":{\"clientKeyData\":\"very-secret-token\"}}'", "gave neither status.token")]
    [InlineData("echo very-secret-token >&2; exit 3", "ended with 3")]
    public async Task Plugin_that_fails_is_named_and_its_output_is_not_shown(string script, string expected)
    {
        Write("plugin", "#!/bin/sh\n" + script + "\n", isExecutable: true);
        var connection = Read(One(user: "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}"));
        var error = await Assert.ThrowsAsync<IOException>(() => connection.Token!.GetAsync(default).AsTask());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_that_is_not_there_gives_its_install_hint()
    {
        var connection = Read(One(user: "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: install it from the vendor}"));
        var error = await Assert.ThrowsAsync<IOException>(() => connection.Token!.GetAsync(default).AsTask());
        Assert.Contains("no-such-plugin", error.Message, StringComparison.Ordinal);
        Assert.Contains("install it from the vendor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_finds_its_cluster_by_environment_and_service_account()
    {
        Write("token", "pod-token");
        Write("namespace", "hex\n");
        var variables = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "fd00::1", ["KUBERNETES_SERVICE_PORT"] = "443" };
        var connection = KubernetesConnection.InCluster(name => variables.GetValueOrDefault(name), _folder);
        Assert.Equal("https://[fd00::1]/", connection.Server.ToString());
        Assert.Equal(("hex", Path.Combine(_folder, "ca.crt")), (connection.Namespace, connection.Tls.CertificateAuthorityFile));
        Assert.Equal("pod-token", await connection.Token!.GetAsync(default));
        Assert.Throws<KubernetesConfigurationException>(() => KubernetesConnection.InCluster(_ => null, _folder));
        Assert.Contains("automountServiceAccountToken", Assert.Throws<KubernetesConfigurationException>(() => KubernetesConnection.InCluster(name => variables.GetValueOrDefault(name), _folder + "x")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private KubernetesConnection Read(string text, string? context = null)
    {
        Write("config", text);
        return KubernetesConnection.FromKubeconfig(Path.Combine(_folder, "config"), context);
    }

    private static string One(string cluster = "", string user = "")
    {
        var server = cluster.Contains("server:", StringComparison.Ordinal) ? "" : "server: 'https://api:6443'";
        var fields = string.Join(", ", new[] { server, cluster }.Where(field => field.Length > 0));
        return "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
            + $"clusters: [{{name: c, cluster: {{{fields}}}}}]\n"
            + $"users: [{{name: u, user: {(user.StartsWith('{') ? user : "{" + user + "}")}}}]\n";
    }

    private void Write(string name, string text, bool isExecutable = false)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        if (isExecutable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static (string Certificate, string Key) Certificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
