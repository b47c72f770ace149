using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host.Rules;

public class OtherRuleTests
{
    [Fact]
    public async Task Memory_used_is_what_is_not_available()
    {
        using var tree = HostTree.Empty().Write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 300 kB\nSReclaimable: 40 kB\n");
        var points = await new Cycles(new MemoryCollector(tree.Paths, tree.Identity)).NextAsync();
        Assert.Equal(400 * 1024, points.One("system.memory.usage", "used").Value.AsInt64);
        Assert.Equal(340 * 1024, points.One("system.memory.usage", "cached").Value.AsInt64);
        Assert.Equal(0.4, points.One("system.memory.utilization", "used").Value.AsDouble);
    }

    [Fact]
    public async Task Memory_used_is_computed_as_before_where_the_kernel_does_not_say_what_is_available()
    {
        using var tree = HostTree.Empty().Write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 300 kB\nSReclaimable: 40 kB\n");
        var points = await new Cycles(new MemoryCollector(tree.Paths, tree.Identity)).NextAsync();
        Assert.Equal(510 * 1024, points.One("system.memory.usage", "used").Value.AsInt64);
        Assert.Empty(points.Matching("system.memory.linux.available"));
    }

    [Fact]
    public async Task Swap_file_with_a_blank_in_its_name_is_named_so()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var points = await new Cycles(new PagingCollector(tree.Paths, tree.Identity)).NextAsync();
        Assert.Equal(4_294_967_296, points.One("system.paging.usage", "/var/swap file", "free").Value.AsInt64);
    }

    [Fact]
    public async Task Disks_are_counted_and_partitions_only_when_asked_for()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        Assert.Equal(["nvme0n1", "nvme1n1", "md127", "dm-0", "dm-1", "sr0"], await Disks(tree, new()));
        Assert.Equal(
            ["nvme0n1", "nvme0n1p1", "nvme0n1p2", "nvme1n1", "nvme1n1p1", "md127", "sr0"],
            await Disks(tree, new() { Partitions = true, Exclude = { "dm-?" } }));
    }

    [Fact]
    public async Task Partitions_are_told_by_their_names_where_there_is_no_sys()
    {
        using var tree = HostTree.Of("old-2.6.32");
        Assert.Equal(["sda", "cciss/c0d0"], await Disks(tree, new()));
    }

    [Fact]
    public async Task Old_partition_has_operations_and_bytes_only()
    {
        using var tree = HostTree.Of("old-2.6.32");
        var points = await new Cycles(new DiskCollector(tree.Paths, new() { Partitions = true }, tree.Identity)).NextAsync();
        Assert.Equal(5678 * 512, points.One("system.disk.io", "sda1", "read").Value.AsInt64);
        Assert.Empty(points.Matching("system.disk.io_time", "sda1"));
    }

    [Fact]
    public async Task Connections_of_both_families_are_counted_by_state()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var points = await new Cycles(new NetworkCollector(tree.Paths, null, tree.Identity)).NextAsync();
        long Of(string state) => points.One("system.network.connection.count", state).Value.AsInt64;
        Assert.Equal((4, 4, 4, 2), (Of("established"), Of("listen"), Of("time_wait"), Of("syn_received")));
        Assert.Equal((1, 1, 1, 0), (Of("last_ack"), Of("closing"), Of("close_wait"), Of("closed")));
    }

    [Fact]
    public async Task Connections_of_a_family_are_read_in_every_eighth_collection()
    {
        using var tree = HostTree.CopyOf("metal-nvme-bond");
        var cycles = new Cycles(new NetworkCollector(tree.Paths, null, tree.Identity));
        async Task<long> EstablishedAsync() => (await cycles.NextAsync()).One("system.network.connection.count", "established").Value.AsInt64;
        Assert.Equal(4, await EstablishedAsync());
        foreach (var table in new[] { "tcp", "tcp6" })
        {
            tree.Write($"proc/1/net/{table}", "  sl  local_address rem_address   st\n   0: 0100007F:1F90 0100007F:D2F4 01 00000000:00000000\n   1: 0100007F:1F90 0100007F:D2F6 01 00000000:00000000\n");
        }

        List<long> counts = [];
        for (var i = 0; i < 8; i++)
        {
            counts.Add(await EstablishedAsync());
        }

        // TCP over IPv6 after four of them, over IPv4 after eight.
        Assert.Equal([4, 4, 4, 5, 5, 5, 5, 4], counts);
    }

    [Fact]
    public async Task Connections_are_left_out_while_there_are_too_many()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        Assert.Empty((await new Cycles(new NetworkCollector(tree.Paths, new() { MaxConnections = 17 }, tree.Identity)).NextAsync()).Matching("system.network.connection.count"));
        Assert.NotEmpty((await new Cycles(new NetworkCollector(tree.Paths, new() { MaxConnections = 18 }, tree.Identity)).NextAsync()).Matching("system.network.connection.count"));
    }

    [Fact]
    public void Kernel_and_its_files_count_the_same_connections()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks the kernel");
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var counts = new long[16];
        Assert.SkipUnless(new SocketDiagnostics().TryCount(2, counts), "this kernel does not answer sock_diag");

        // Other programs of the machine open and close theirs meanwhile: listening ones seldom do.
        var files = File.ReadLines("/proc/net/tcp").Skip(1).Count(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3] == "0A");
        Assert.InRange(counts[10], Math.Max(1, files - 20), files + 20);
    }

    [Fact]
    public async Task Interfaces_of_pods_and_idle_ones_are_left_out_and_the_hosts_are_those_of_process_1()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var points = await new Cycles(new NetworkCollector(tree.Paths, null, tree.Identity)).NextAsync();
        Assert.Equal(
            ["lo", "eno1", "eno2", "bond0", "bond0.100", "cni0", "wg0"],
            points.Matching("system.network.io", "receive").Select(point => point.Attributes["network.interface.name"]));
    }

    [Fact]
    public async Task Processes_are_counted_by_state_whatever_their_name()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var points = await new Cycles(new ProcessesCollector(tree.Paths, null, tree.Identity)).NextAsync();
        long Of(string state) => points.One("system.process.count", state).Value.AsInt64;
        Assert.Equal((1, 3, 1, 1, 1, 1), (Of("running"), Of("sleeping"), Of("blocked"), Of("idle"), Of("stopped"), Of("defunct")));
    }

    [Fact]
    public async Task Top_processes_are_those_that_used_most_since_the_sample_before()
    {
        using var tree = HostTree.CopyOf("metal-nvme-bond");
        var collector = new ProcessesCollector(tree.Paths, new() { Top = 2 }, tree.Identity);
        var cycles = new Cycles(collector);

        // Without a sample before, by memory.
        Assert.Equal([4567, 3456], Pids(await cycles.NextAsync()));
        tree.Edit("proc/2345/stat", "8123456 4123456", "8123999 4123456").Edit("proc/1/stat", "81234 45678", "81250 45678");
        Assert.Equal([2345, 1], Pids(await cycles.NextAsync()));

        // A number used again is another process: what it has spent is not what it spent since.
        tree.Edit("proc/2345/stat", "8123999", "9123999").Edit("proc/2345/stat", " 4100 ", " 99990000 ").Edit("proc/1/stat", "81250 45678", "81260 45678").Edit("proc/101/stat", "8123", "8130");
        Assert.Equal([1, 101], Pids(await cycles.NextAsync()));
    }

    [Fact]
    public async Task Process_that_ends_is_no_longer_among_the_top()
    {
        using var tree = HostTree.CopyOf("metal-nvme-bond");
        var cycles = new Cycles(new ProcessesCollector(tree.Paths, new() { Top = 2 }, tree.Identity));
        await cycles.NextAsync();
        Directory.Delete(Path.Combine(tree.Folder, "proc/4567"), recursive: true);
        Assert.DoesNotContain(4567, Pids(await cycles.NextAsync()));
    }

    [Fact]
    public async Task Pressure_is_left_out_where_the_kernel_has_none()
    {
        using var tree = HostTree.Of("old-2.6.32");
        Assert.Empty(await new Cycles(new PressureCollector(tree.Paths, tree.Identity)).NextAsync());
    }

    private static async Task<List<string?>> Disks(HostTree tree, DiskCollectorOptions options) =>
        [.. (await new Cycles(new DiskCollector(tree.Paths, options, tree.Identity)).NextAsync())
            .Matching("system.disk.operations", "read").Select(point => point.Attributes["system.device"])];

    private static List<long> Pids(List<Hex.Telemetry.MetricPoint> points) =>
        [.. points.Matching("process.thread.count").Select(point => point.Resource.Attributes.TryGet("process.pid", out var pid) ? pid.AsInt64 : 0)];
}
