using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>Pods are `restricted` but for what reading the node takes, and that is read-only.</summary>
public class PodSecurityTests
{
    [Theory]
    [InlineData("default", "volume logs is a hostPath")]
    [InlineData("selinux", "volume logs is a hostPath", "SELinux type container_logreader_t")]
    [InlineData("root-reader", "volume logs is a hostPath", "capability DAC_READ_SEARCH", "not runAsNonRoot", "runAsUser 0")]
    public async Task Preset_breaks_the_restricted_standard_only_where_it_must(string preset, params string[] expected)
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", $"security.preset={preset}"]);
        Assert.Equal(expected, PodSecurity.Violations(chart.DaemonSet.Pod));
    }

    [Theory]
    [InlineData("logs.docker=true", "volume logs is a hostPath", "volume docker is a hostPath")]
    [InlineData("profile=bare-metal", "volume logs is a hostPath", "volume host is a hostPath")]
    [InlineData("logs.enabled=false")]
    [InlineData("profile=none")]
    public async Task What_is_read_of_the_node_decides_its_mounts(string value, params string[] expected)
    {
        var chart = await Chart.RenderAsync([.. Chart.Server, "--set", value]);
        Assert.Equal(expected, PodSecurity.Violations(chart.DaemonSet.Pod));
    }

    [Fact]
    public async Task Pods_of_the_deployment_are_restricted()
    {
        foreach (var preset in new[] { "default", "selinux", "root-reader" })
        {
            var chart = await Chart.RenderAsync([.. Chart.Server, "--set", $"cluster.mode=deployment,logs.docker=true,security.preset={preset}"]);
            Assert.Empty(PodSecurity.Violations(chart.Of("Deployment").Pod));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Host_paths_are_mounted_read_only_and_never_made(string example)
    {
        var chart = await Chart.ExampleAsync(example);
        foreach (var volume in chart.DaemonSet.Pod.At("volumes").Items.Where(volume => volume.Has("hostPath")))
        {
            Assert.Equal("Directory", volume.Text("hostPath", "type"));
            Assert.Equal("true", chart.DaemonSet.Container.At("volumeMounts").Items.Single(mount => mount.Text("name") == volume.Text("name")).Text("readOnly"));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Root_file_system_is_read_only_and_only_the_state_can_be_written(string example)
    {
        var chart = await Chart.ExampleAsync(example);
        foreach (var workload in chart.Objects.Where(one => one.Kind is "DaemonSet" or "Deployment"))
        {
            Assert.Equal("true", workload.Container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal(["/var/lib/hex-agent"], workload.Container.At("volumeMounts").Items.Where(mount => mount.Text("readOnly") != "true").Select(mount => mount.Text("mountPath")));
            Assert.Equal("false", workload.Pod.Text("enableServiceLinks"));
        }
    }

    [Fact]
    public async Task Log_files_of_root_are_readable_through_the_supplemental_group()
    {
        var context = (await Chart.RenderAsync(Chart.Server)).DaemonSet.Pod.At("securityContext");
        Assert.Equal(["0"], context.At("supplementalGroups").Texts);
        Assert.Equal(("10001", "10001", "10001"), (context.Text("runAsUser"), context.Text("runAsGroup"), context.Text("fsGroup")));
    }

    public static TheoryData<string> Examples => [.. Chart.Examples];
}
