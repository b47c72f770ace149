using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host.Rules;

/// <summary>One test per rule of cumulative counters.</summary>
public class CounterRuleTests
{
    private const long Boot = 1_700_000_000L * Cycles.Second;
    private const string Heading = "Inter-|   Receive | Transmit\n face |bytes packets\n";

    private static readonly string[] EthReceived = ["eth0", "receive"];

    [Fact]
    public async Task Counter_starts_at_boot_in_the_first_collection()
    {
        using var tree = Network(Line("eth0", 100));
        var points = await Over(tree).NextAsync();
        Assert.Equal(Boot, points.One("system.network.io", EthReceived).StartTimeUnixNano);
    }

    [Fact]
    public async Task Counter_keeps_its_start_while_it_grows_or_stands()
    {
        using var tree = Network(Line("eth0", 100));
        var cycles = Over(tree);
        await cycles.NextAsync();
        await cycles.NextAsync();
        tree.Write("proc/self/net/dev", Heading + Line("eth0", 200));
        var point = (await cycles.NextAsync()).One("system.network.io", EthReceived);
        Assert.Equal((200, Boot), (point.Value.AsInt64, point.StartTimeUnixNano));
    }

    [Fact]
    public async Task Counter_that_goes_back_starts_anew_at_the_collection_before()
    {
        using var tree = Network(Line("eth0", 4_294_967_290));
        var cycles = Over(tree);
        await cycles.NextAsync();
        var before = cycles.Now;
        tree.Write("proc/self/net/dev", Heading + Line("eth0", 10));
        var points = await cycles.NextAsync();
        Assert.Equal((10, before), (points.One("system.network.io", EthReceived).Value.AsInt64, points.One("system.network.io", EthReceived).StartTimeUnixNano));

        // And keeps that start from then on.
        tree.Write("proc/self/net/dev", Heading + Line("eth0", 20));
        Assert.Equal(before, (await cycles.NextAsync()).One("system.network.io", EthReceived).StartTimeUnixNano);
    }

    [Fact]
    public async Task Counter_that_wraps_leaves_the_others_of_its_device_alone()
    {
        using var tree = HostTree.CopyOf("metal-nvme-bond");
        var cycles = new Cycles(new DiskCollector(tree.Paths, identity: tree.Identity));
        var first = await cycles.NextAsync();
        var start = first.One("system.disk.operation_time", "nvme1n1", "write").StartTimeUnixNano;
        var before = cycles.Now;
        tree.Edit("proc/diskstats", "205480981360 4294967290", "205480981400 4");
        var points = await cycles.NextAsync();
        Assert.Equal(before, points.One("system.disk.operation_time", "nvme1n1", "write").StartTimeUnixNano);
        Assert.Equal(0.004, points.One("system.disk.operation_time", "nvme1n1", "write").Value.AsDouble);
        Assert.Equal(start, points.One("system.disk.operation_time", "nvme1n1", "read").StartTimeUnixNano);
        Assert.Equal(start, points.One("system.disk.io", "nvme1n1", "write").StartTimeUnixNano);
    }

    [Fact]
    public async Task Device_that_appears_later_counts_from_the_collection_before()
    {
        using var tree = Network(Line("eth0", 100));
        var cycles = Over(tree);
        await cycles.NextAsync();
        var before = cycles.Now;
        tree.Write("proc/self/net/dev", Heading + Line("eth0", 100) + Line("wg0", 7));
        var points = await cycles.NextAsync();
        Assert.Equal(before, points.One("system.network.io", "wg0", "receive").StartTimeUnixNano);
        Assert.Equal(Boot, points.One("system.network.io", EthReceived).StartTimeUnixNano);
    }

    [Fact]
    public async Task Device_that_comes_back_is_a_new_one_though_its_counters_are_higher()
    {
        using var tree = Network(Line("eth0", 100));
        var cycles = Over(tree);
        await cycles.NextAsync();
        tree.Write("proc/self/net/dev", Heading);
        Assert.Empty((await cycles.NextAsync()).Matching("system.network.io"));
        var absent = cycles.Now;
        tree.Write("proc/self/net/dev", Heading + Line("eth0", 5000));
        Assert.Equal(absent, (await cycles.NextAsync()).One("system.network.io", EthReceived).StartTimeUnixNano);
    }

    [Fact]
    public async Task Count_above_63_bits_stays_at_the_largest_value()
    {
        using var tree = Network("  eth0: 18446744073709551615 1 0 0 0 0 0 0 18446744073709551616000 1 0 0 0 0 0 0\n");
        var points = await Over(tree).NextAsync();
        Assert.Equal(long.MaxValue, points.One("system.network.io", EthReceived).Value.AsInt64);
        Assert.Equal(long.MaxValue, points.One("system.network.io", "eth0", "transmit").Value.AsInt64);
    }

    [Fact]
    public async Task Start_is_unknown_where_the_kernel_does_not_say_when_it_booted()
    {
        using var tree = HostTree.Empty().Write("proc/self/net/dev", Heading + Line("eth0", 1));
        Assert.Equal(0, (await Over(tree).NextAsync()).One("system.network.io", EthReceived).StartTimeUnixNano);
    }

    private static HostTree Network(string lines) =>
        HostTree.Empty().Write("proc/stat", "btime 1700000000\n").Write("proc/self/net/dev", Heading + lines);

    private static Cycles Over(HostTree tree) => new(new NetworkCollector(tree.Paths, identity: tree.Identity));

    private static string Line(string name, long received) => $"  {name}: {received} 5 0 0 0 0 0 0 50 5 0 0 0 0 0 0\n";
}
