using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>Values reach the agent as they are meant.</summary>
public class ConfigurationTests
{
    [Fact]
    public async Task Install_command_of_the_readme_is_enough()
    {
        var chart = await Chart.RenderAsync("--set", "server.endpoint=ingest.hexcovery.com:4317", "--set", "server.apiKey=YOUR_API_KEY", "--set", "profile=eks");
        var agent = AgentReading.Of(chart, chart.DaemonSet);
        Assert.Equal(Profile.Eks, agent.Get(AgentOptions.Profile));
        Assert.Equal([Role.Node, Role.Cluster], agent.Get(AgentOptions.Roles));
        Assert.Equal("ingest.hexcovery.com:4317", agent.Get(ServerOptions.Endpoint));
        Assert.True(agent.Get(LogsOptions.Enabled));
        AssertMounted(chart.DaemonSet, agent.Get(ServerOptions.ApiKeyFile));
        Assert.Equal("WU9VUl9BUElfS0VZ", chart.Of("Secret").Text("data", "api-key"));
        Assert.Equal("hexcovery-agent:0.1.0", chart.DaemonSet.Container.Text("image"));
    }

    [Fact]
    public async Task Agent_token_is_a_file()
    {
        var chart = await Chart.ExampleAsync("agent-token");
        var agent = AgentReading.Of(chart, chart.DaemonSet);
        Assert.Equal("", agent.Get(ServerOptions.ApiKeyFile));
        AssertMounted(chart.DaemonSet, agent.Get(ServerOptions.TokenFile));
    }

    [Fact]
    public async Task Secret_of_ones_own_may_hold_either_credential()
    {
        foreach (var (credential, key) in new[] { ("auto", "api-key"), ("apiKey", "api-key"), ("agentToken", "agent-token") })
        {
            var chart = await Chart.RenderAsync("--set", $"server.endpoint=a:1,server.existingSecret=mine,server.credential={credential}");
            var volume = chart.DaemonSet.Pod.At("volumes").Items.Single(one => one.Text("name") == "credential");
            Assert.Equal(("mine", key), (volume.Text("secret", "secretName"), volume.At("secret", "items").Items.Single().Text("key")));
            Assert.DoesNotContain(chart.Objects, one => one.Kind == "Secret");
        }
    }

    [Fact]
    public async Task Authorities_and_client_certificate_are_directories_of_the_pod()
    {
        var chart = await Chart.ExampleAsync("mutual-tls");
        var agent = AgentReading.Of(chart, chart.DaemonSet);
        Assert.Equal("/etc/hex-agent/ca", agent.Get(ServerOptions.TlsCa));
        AssertMounted(chart.DaemonSet, agent.Get(ServerOptions.TlsCa) + "/any.pem");
        AssertMounted(chart.DaemonSet, agent.Get(ServerOptions.TlsCert));
        AssertMounted(chart.DaemonSet, agent.Get(ServerOptions.TlsKey));
        Assert.Equal("shop", agent.Get(ServerOptions.Headers)["x-tenant"]);
        Assert.Equal("", agent.Get(ServerOptions.ApiKeyFile));
    }

    [Fact]
    public async Task Authority_in_the_values_becomes_a_config_map()
    {
        var pem = Path.GetTempFileName();
        await File.WriteAllTextAsync(pem, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", TestContext.Current.CancellationToken);
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set-file", $"server.tls.ca={pem}"]);
        File.Delete(pem);
        Assert.Equal("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", chart.Of("ConfigMap", "hexcovery-agent-ca").Text("data", "ca.crt"));
        Assert.Equal("hexcovery-agent-ca", chart.DaemonSet.Pod.At("volumes").Items.Single(one => one.Text("name") == "ca").Text("configMap", "name"));
    }

    [Fact]
    public async Task Proxy_with_its_password_comes_from_the_secret()
    {
        var chart = await Chart.ExampleAsync("proxy-password");
        Assert.Equal("http://agent:PASSWORD@proxy.example.com:3128", AgentReading.Of(chart, chart.DaemonSet).Get(ServerOptions.Proxy));
    }

    [Fact]
    public async Task Deployment_has_the_role_cluster_and_the_daemonset_the_role_node()
    {
        var chart = await Chart.ExampleAsync("deployment");
        Assert.Equal([Role.Node], AgentReading.Of(chart, chart.DaemonSet).Get(AgentOptions.Roles));
        Assert.Equal([Role.Cluster], AgentReading.Of(chart, chart.Of("Deployment")).Get(AgentOptions.Roles));
        Assert.Equal("2", chart.Of("Deployment").Text("spec", "replicas"));
        Assert.DoesNotContain("logs", chart.Of("Deployment").Pod.At("volumes").Items.Select(volume => volume.Text("name")));
        Assert.Equal("512Mi", chart.Of("Deployment").Container.Text("resources", "requests", "memory"));
    }

    [Fact]
    public async Task Bare_metal_reads_the_host_below_its_mount()
    {
        var chart = await Chart.ExampleAsync("bare-metal");
        Assert.Equal("/host", AgentReading.Of(chart, chart.DaemonSet).Get(AgentOptions.HostRoot));
        AssertMounted(chart.DaemonSet, "/host/proc/stat");
    }

    [Fact]
    public async Task Log_root_is_the_same_on_the_node_and_in_the_pod()
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", "logs.root=/data/kubelet/pods"]);
        Assert.Equal("/data/kubelet/pods", AgentReading.Of(chart, chart.DaemonSet).Get(LogsOptions.Root));
        Assert.Equal("/data/kubelet/pods", chart.DaemonSet.Pod.At("volumes").Items.Single(one => one.Text("name") == "logs").Text("hostPath", "path"));
        AssertMounted(chart.DaemonSet, "/data/kubelet/pods/x");
    }

    [Fact]
    public async Task Two_releases_in_a_namespace_have_their_own_lease()
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--name", "second"]);
        Assert.Contains("leaseName: second-hexcovery-agent", chart.Of("ConfigMap").Text("data", "config.yaml"), StringComparison.Ordinal);
        Assert.All(chart.Objects, one => Assert.StartsWith("second-hexcovery-agent", one.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_http_nothing_listens_and_nothing_is_probed()
    {
        var chart = await Chart.ExampleAsync("no-http");
        Assert.Null(AgentReading.Of(chart, chart.DaemonSet).Get(AgentOptions.HttpListen).Address);
        Assert.DoesNotContain(chart.DaemonSet.Container.Keys, key => key == "ports" || key.EndsWith("Probe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Grace_period_is_ten_seconds_longer_than_the_agents_own()
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", "shutdown.timeout=90s"]);
        Assert.Equal("100", chart.DaemonSet.Pod.Text("terminationGracePeriodSeconds"));
        Assert.Equal(TimeSpan.FromSeconds(90), AgentReading.Of(chart, chart.DaemonSet).Get(AgentOptions.ShutdownTimeout));
    }

    [Theory]
    [InlineData("a.example.com", "4317")]
    [InlineData("https://a.example.com:443", "443")]
    [InlineData("[2001:db8::1]:9000", "9000")]
    public async Task Network_policy_lets_out_to_the_endpoints_port(string endpoint, string port)
    {
        var chart = await Chart.RenderAsync("--set", $"server.endpoint={endpoint.Replace("[", "\\[", StringComparison.Ordinal)},server.apiKey=k,networkPolicy.enabled=true");
        var policy = chart.Of("NetworkPolicy");
        Assert.Equal(["Egress"], policy.At("spec", "policyTypes").Texts);
        Assert.Equal(["53", "53", "443", "6443", port], policy.At("spec", "egress").Items.SelectMany(rule => rule.At("ports").Items).Select(one => one.Text("port")));
    }

    private static void AssertMounted(Manifest workload, string path)
    {
        var mount = Assert.Single(workload.Container.At("volumeMounts").Items
            .Where(one => path.StartsWith(one.Text("mountPath") + "/", StringComparison.Ordinal)).OrderByDescending(one => one.Text("mountPath")!.Length).Take(1));
        var volume = workload.Pod.At("volumes").Items.Single(one => one.Text("name") == mount.Text("name"));
        if (volume.At("secret", "items").Items is [var item])
            Assert.Equal(path, $"{mount.Text("mountPath")}/{item.Text("path")}");
    }
}
