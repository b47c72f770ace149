using System.Text;
using Hex.Deploy.Tests.Processes;
using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>Every file of ci/ renders, and what comes of it holds together.</summary>
public class ExampleTests
{
    public static TheoryData<string> Names => [.. Chart.Examples];

    [Fact]
    public void There_is_one_for_every_profile_and_preset()
    {
        string[] wanted =
        [
            "eks", "gke", "aks", "kubernetes", "bare-metal", "selinux", "root-reader", "docker", "proxy", "proxy-password", "custom-ca", "agent-token", "mutual-tls",
            "deployment", "no-http",
        ];
        Assert.Empty(wanted.Except(Chart.Examples));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Configuration_is_one_the_agent_takes(string name)
    {
        var chart = await Chart.ExampleAsync(name);
        foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
            Assert.NotNull(AgentReading.Of(chart, workload));
    }

    [Fact]
    public async Task Every_field_is_one_of_its_kind()
    {
        var objects = new StringBuilder();
        foreach (var name in Chart.Examples)
        {
            foreach (var text in (await Chart.ExampleAsync(name, "--set", "networkPolicy.enabled=true")).Files.Values)
                objects.Append("---\n").Append(text);
        }

        Assert.Equal("", await FieldsAsync(objects.ToString()));
        // It can tell.
        Assert.Contains("V1ConfigMap has no field dta", await FieldsAsync("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndta: {}\n"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_object_carries_the_labels_of_the_release(string name)
    {
        var chart = await Chart.ExampleAsync(name);
        Assert.NotEmpty(chart.Objects);
        Assert.All(chart.Objects, one =>
        {
            Assert.Equal("hexcovery-agent", one.Text("metadata", "labels", "app.kubernetes.io/name"));
            Assert.Equal("hexcovery-agent", one.Text("metadata", "labels", "app.kubernetes.io/instance"));
            Assert.Equal("Helm", one.Text("metadata", "labels", "app.kubernetes.io/managed-by"));
            // Hooks and kept resources would outlive an uninstallation.
            Assert.DoesNotContain(one.At("metadata", "annotations").Keys, key => key.StartsWith("helm.sh/", StringComparison.Ordinal));
            var isOfTheCluster = one.Kind is "ClusterRole" or "ClusterRoleBinding";
            Assert.Equal(isOfTheCluster ? null : "hexcovery", one.Text("metadata", "namespace"));
        });
        Assert.Equal(chart.Objects.Count, chart.Objects.Select(one => (one.Kind, one.Name)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pods_are_selected_by_labels_they_have(string name)
    {
        var chart = await Chart.ExampleAsync(name);
        foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
        {
            var selector = workload.At("spec", "selector", "matchLabels").Flat();
            Assert.Equal(3, selector.Count);
            Assert.All(selector, label => Assert.Equal(label.Value, workload.At("spec", "template", "metadata", "labels").Flat()[label.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mounts_have_volumes_and_none_is_a_subPath(string name)
    {
        var chart = await Chart.ExampleAsync(name);
        foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
        {
            var volumes = workload.Pod.At("volumes").Items.Select(volume => volume.Text("name")).ToList();
            var mounts = workload.Container.At("volumeMounts").Items;
            Assert.Equal(volumes.Order(), mounts.Select(mount => mount.Text("name")).Order());
            Assert.All(mounts, mount => Assert.False(mount.Has("subPath") || mount.Has("subPathExpr")));
            Assert.All(workload.Pod.At("volumes").Items, volume => Assert.Equal(2, volume.Keys.Count));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Credentials_are_in_the_secret_and_nowhere_else(string name)
    {
        var chart = await Chart.ExampleAsync(name);
        string[] secrets = ["YOUR_API_KEY", "AGENT_TOKEN", "PASSWORD", "x-tenant"];
        foreach (var one in chart.Objects.Where(one => one.Kind != "Secret"))
            Assert.All(one.Flat(), pair => Assert.DoesNotContain(secrets, secret => pair.Value.Contains(secret, StringComparison.Ordinal)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, chart.Notes, StringComparison.Ordinal));
    }

    /// <summary>What is wrong with objects, by the types of the Kubernetes client of Python; skips the test when that is not there.</summary>
    private static async Task<string> FieldsAsync(string yaml)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        var output = await ToolOutput.RunAsync("sh", ["-c", "/usr/bin/python3 \"$1\" <\"$2\"", "sh", Path.Combine(ChartProgram.Sources, "fields.py"), file]);
        File.Delete(file);
        Assert.SkipWhen(output!.Errors.Contains("ModuleNotFoundError", StringComparison.Ordinal) || output.ExitCode == 127, "needs python3-kubernetes of Debian");
        Assert.Equal("", output.Errors);
        return output.Output.Trim();
    }
}
