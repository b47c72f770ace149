using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host.Rules;

public class CpuRuleTests
{
    private static readonly string[] Modes = ["user", "nice", "system", "idle", "iowait", "interrupt", "steal"];

    [Fact]
    public async Task Utilization_needs_two_samples()
    {
        using var tree = Cpu("100 0 100 800 0 0 0 0 0 0");
        var cycles = Over(tree);
        Assert.Empty((await cycles.NextAsync()).Matching("system.cpu.utilization"));
        Set(tree, "150 0 125 925 0 0 0 0 0 0");
        var points = await cycles.NextAsync();
        Assert.Equal(0.25, points.One("system.cpu.utilization", "user").Value.AsDouble);
        Assert.Equal(0.125, points.One("system.cpu.utilization", "system").Value.AsDouble);
        Assert.Equal(1, points.Matching("system.cpu.utilization").Sum(point => point.Value.AsDouble));
    }

    [Fact]
    public async Task Sample_taken_before_makes_utilization_in_the_first_collection()
    {
        using var tree = Cpu("100 0 100 800 0 0 0 0 0 0");
        var collector = new CpuCollector(tree.Paths, identity: tree.Identity);
        collector.TakeSample();
        Set(tree, "200 0 100 800 0 0 0 0 0 0");
        Assert.Equal(1, (await new Cycles(collector).NextAsync()).One("system.cpu.utilization", "user").Value.AsDouble);
    }

    [Fact]
    public async Task Time_that_goes_back_a_little_stands_still()
    {
        using var tree = Cpu("1000 0 1000 90000 500 0 0 0 0 0");
        var cycles = Over(tree);
        var start = (await cycles.NextAsync()).One("system.cpu.time", "iowait").StartTimeUnixNano;
        Set(tree, "1100 0 1000 90000 400 0 0 0 0 0");
        var points = await cycles.NextAsync();
        Assert.Equal((5.0, start), (points.One("system.cpu.time", "iowait").Value.AsDouble, points.One("system.cpu.time", "iowait").StartTimeUnixNano));
        Assert.Equal(1, points.One("system.cpu.utilization", "user").Value.AsDouble);
        Assert.Equal(0, points.One("system.cpu.utilization", "iowait").Value.AsDouble);
    }

    [Fact]
    public async Task Time_that_goes_back_a_lot_starts_a_new_series_without_shares()
    {
        using var tree = Cpu("1000 0 1000 90000 500 0 0 0 0 0");
        var cycles = Over(tree);
        await cycles.NextAsync();
        var before = cycles.Now;
        Set(tree, "10 0 10 100 0 0 0 0 0 0");
        var points = await cycles.NextAsync();
        Assert.Equal((1.0, before), (points.One("system.cpu.time", "idle").Value.AsDouble, points.One("system.cpu.time", "idle").StartTimeUnixNano));
        Assert.Empty(points.Matching("system.cpu.utilization"));
    }

    [Fact]
    public async Task Guest_time_is_counted_once_and_both_kinds_of_interrupts_are_one_mode()
    {
        using var tree = Cpu("500 100 3 4 5 60 7 8 400 50");
        var points = await Over(tree).NextAsync();
        Assert.Equal([5, 1, 0.03, 0.04, 0.05, 0.67, 0.08], Modes.Select(mode => points.One("system.cpu.time", mode).Value.AsDouble));
    }

    [Theory]
    [InlineData("1 2 3 4", "user nice system idle")]
    [InlineData("1 2 3 4 5", "user nice system idle iowait")]
    [InlineData("1 2 3 4 5 6 7", "user nice system idle iowait interrupt")]
    [InlineData("1 2 3", "")]
    public async Task Modes_an_old_kernel_does_not_count_are_left_out(string columns, string modes)
    {
        using var tree = Cpu(columns);
        var points = await Over(tree).NextAsync();
        Assert.Equal(modes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Modes.Where(mode => points.Matching("system.cpu.time", mode).Any()));
    }

    [Fact]
    public async Task Cpu_that_was_offline_starts_anew()
    {
        using var tree = HostTree.Empty().Write("proc/stat", "cpu 2 0 2 2\ncpu0 1 0 1 1\ncpu1 100 0 100 100\nbtime 1700000000\n");
        var cycles = new Cycles(new CpuCollector(tree.Paths, new CpuCollectorOptions { PerCpu = true }, tree.Identity));
        await cycles.NextAsync();
        tree.Write("proc/stat", "cpu 2 0 2 2\ncpu0 2 0 1 1\n");
        var points = await cycles.NextAsync();
        Assert.Equal(1, points.One("system.cpu.logical.count").Value.AsInt64);
        Assert.Empty(points.Where(point => point.Attributes.TryGet("cpu.logical_number", out var number) && number.AsInt64 == 1));
        var absent = cycles.Now;
        tree.Write("proc/stat", "cpu 2 0 2 2\ncpu0 3 0 1 1\ncpu1 200 0 200 200\n");
        points = await cycles.NextAsync();
        var back = points.Where(point => point.Attributes.TryGet("cpu.logical_number", out var number) && number.AsInt64 == 1).ToList();
        Assert.All(back.Matching("system.cpu.time"), point => Assert.Equal(absent, point.StartTimeUnixNano));
        Assert.Empty(back.Matching("system.cpu.utilization"));
    }

    [Fact]
    public async Task File_that_cannot_be_read_fails_the_collection_and_is_named()
    {
        using var tree = HostTree.Empty();
        var failure = await Assert.ThrowsAsync<IOException>(() => Over(tree).NextAsync());
        Assert.Contains($"{tree.Folder}/proc/stat", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No such file", failure.Message, StringComparison.Ordinal);
    }

    private static HostTree Cpu(string columns) => Set(HostTree.Empty(), columns);

    private static HostTree Set(HostTree tree, string columns) => tree.Write("proc/stat", $"cpu  {columns}\ncpu0 {columns}\nintr 1 2\nbtime 1700000000\n");

    private static Cycles Over(HostTree tree) => new(new CpuCollector(tree.Paths, identity: tree.Identity));
}
