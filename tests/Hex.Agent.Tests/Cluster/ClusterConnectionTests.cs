using Hex.Agent.Cluster;
using Hex.Agent.Configuration;
using Hex.Kubernetes;

namespace Hex.Agent.Tests.Cluster;

public sealed class ClusterConnectionTests : IDisposable
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        clusters: [{ name: c, cluster: { server: "https://127.0.0.1:6443" } }]
        users: [{ name: u, user: { token: t } }]
        contexts: [{ name: x, context: { cluster: c, user: u, namespace: team } }]
        current-context: x
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hex-kube-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Configured_kubeconfig_is_taken_whatever_the_profile()
    {
        var found = Find([$"kubernetes.kubeconfig={Write()}", "profile=none"]);
        Assert.Equal(("https://127.0.0.1:6443/", "team", false), (found!.Connection.Server.ToString(), found.Namespace, found.IsInCluster));
    }

    [Fact]
    public void Kubeconfig_of_the_environment_is_found_by_kubernetes_profiles_only()
    {
        var file = Write();
        Assert.NotNull(Find([], ("KUBECONFIG", file)));
        Assert.Null(Find(["profile=none"], ("KUBECONFIG", file)));
        Assert.Null(Find(["profile=host"], ("KUBECONFIG", file)));
        Assert.Null(Find([], ("KUBECONFIG", _folder + "/none")));
    }

    [Fact]
    public void Namespace_is_configured_or_the_pods_or_the_contexts()
    {
        var file = $"kubernetes.kubeconfig={Write()}";
        Assert.Equal("mine", Find([file, "leaderElection.namespace=mine"], ("POD_NAMESPACE", "pods"))!.Namespace);
        Assert.Equal("pods", Find([file], ("POD_NAMESPACE", "pods"))!.Namespace);
    }

    [Fact]
    public void Kubeconfig_that_is_not_there_is_an_error_that_names_it()
    {
        var thrown = Assert.Throws<KubernetesConfigurationException>(() => Find([$"kubernetes.kubeconfig={_folder}/none"]));
        Assert.Contains("/none", thrown.Message, StringComparison.Ordinal);
    }

    private static ClusterConnection? Find(string[] settings, params (string Name, string Value)[] environment)
    {
        var configuration = ConfigurationReader.Read(new ConfigurationSources(null, new Dictionary<string, string>(), ["exporters=discard", .. settings])).Configuration!;
        return ClusterConnection.Find(configuration, name => environment.FirstOrDefault(one => one.Name == name).Value);
    }

    private string Write()
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(file, Kubeconfig);
        return file;
    }
}
