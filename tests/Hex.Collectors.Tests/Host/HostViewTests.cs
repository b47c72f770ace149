using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host;

public class HostViewTests
{
    private const string KernelThread = "proc/2/comm";

    [Theory]
    [InlineData("vm", "host: kernel, processes, network, filesystems")]
    [InlineData("metal-nvme-bond", "host: kernel, processes, network, filesystems")]
    [InlineData("container", "host: kernel; container: processes, network, filesystems")]
    public void View_of_a_machine(string name, string summary)
    {
        using var tree = HostTree.Of(name);
        var view = HostView.Detect(tree.Paths);
        Assert.Equal(summary, view.Summary());
        Assert.Equal(name != "container", view.IsHost);
    }

    [Fact]
    public void Container_with_host_network_sees_the_hosts_interfaces()
    {
        using var tree = HostTree.CopyOf("container").Write("sys/class/net/eth0/device/vendor", "");
        Assert.Equal("host: kernel, network; container: processes, filesystems", HostView.Detect(tree.Paths).Summary());
    }

    [Fact]
    public void Container_with_the_hosts_processes_has_its_own_mounts()
    {
        using var tree = HostTree.CopyOf("container").Write(KernelThread, "kthreadd\n").Write("proc/1/mountinfo", "28 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
            .Write("proc/1/net/dev", "a\nb\n  lo: 1\n ens3: 1\n");
        Assert.Equal("host: kernel, processes; container: network, filesystems", HostView.Detect(tree.Paths).Summary());
    }

    [Fact]
    public void Lxcfs_puts_a_container_in_the_place_of_the_kernel()
    {
        using var tree = HostTree.CopyOf("container").Edit(
            "proc/self/mountinfo", "1513 1500", "1520 1501 0:99 /proc/meminfo /proc/meminfo rw,nosuid - fuse.lxcfs lxcfs rw\n1513 1500");
        Assert.Equal(HostViewOf.Container, HostView.Detect(tree.Paths).Kernel);
    }

    [Fact]
    public void Mounted_root_whose_proc_hides_its_processes_is_unknown()
    {
        using var tree = HostTree.Empty(own: false);
        Assert.Equal("host: kernel; unknown: processes, network, filesystems", HostView.Detect(tree.Paths).Summary());
    }

    [Fact]
    public void Identity_is_the_hosts_below_a_mounted_root()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var identity = new HostIdentity(tree.Paths, ("k8s.node.name", "node12"));
        Assert.Equal(
            ["host.name=rack7-node12", "os.type=linux", "host.id=0f1e2d3c4b5a69788796a5b4c3d2e1f0", "k8s.node.name=node12"],
            identity.Attributes.Select(attribute => attribute.ToString()));
        Assert.Contains(new HostIdentity().Attributes, attribute => attribute.Key == "host.name" && attribute.Value.AsString == Environment.MachineName);
    }

    [Theory]
    [InlineData("/", "/proc/stat", "/proc/self/net/dev", "/mnt")]
    [InlineData("/host/", "/host/proc/stat", "/host/proc/1/net/dev", "/host/mnt")]
    public void Root_prefixes_every_path(string root, string stat, string net, string mount)
    {
        var paths = new HostPaths(root);
        Assert.Equal((stat, net, mount), (paths.Proc("stat"), paths.OfProcess("net/dev"), paths.OnHost("/mnt")));
        Assert.Throws<ArgumentException>(() => new HostPaths("host"));
    }
}
