using Hex.Collectors.Host;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Host.Rules;

public class FilesystemRuleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly FilesystemCollectorOptions Quick = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Mount_that_hangs_is_quarantined_and_counted_and_the_others_go_on()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        using var server = new ManualResetEventSlim();
        var status = new CannedStatus();
        status.Before["/srv/data"] = () =>
        {
            if (!server.Wait(Patience))
            {
                throw new TimeoutException("the test forgot the server");
            }
        };
        using var collector = new FilesystemCollector(tree.Paths, Quick, tree.Identity, null, null, status);
        var cycles = new Cycles(collector);

        // The first collection waits for it, once.
        var points = await cycles.NextAsync();
        Assert.Equal(1, points.One("system.filesystem.unavailable", "timeout").Value.AsInt64);
        Assert.Equal(["/srv/data"], collector.Unresponsive);
        Assert.Empty(points.Matching("system.filesystem.limit", "/srv/data"));
        Assert.Single(points.Matching("system.filesystem.limit", "/"));
        Assert.Single(points.Matching("system.filesystem.limit", "/srv/with space"));

        // The next ones do not wait at all, and do not ask it again.
        for (var i = 0; i < 3; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            Assert.Equal(1, (await cycles.NextAsync()).One("system.filesystem.unavailable", "timeout").Value.AsInt64);
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMilliseconds(900));
        }

        Assert.Equal(1, status.Asked.Count(path => path.EndsWith("/srv/data", StringComparison.Ordinal)));

        // Once it has answered, late as it was, it is asked again.
        server.Set();
        await Until(async () => (await cycles.NextAsync()).Matching("system.filesystem.limit", "/srv/data").Any());
        Assert.Empty(collector.Unresponsive);
        Assert.Equal(0, (await cycles.NextAsync()).One("system.filesystem.unavailable", "timeout").Value.AsInt64);
    }

    [Fact]
    public async Task Mounts_that_hang_together_cost_one_time_limit()
    {
        using var tree = HostTree.Empty(own: false).Write(
            "proc/1/mountinfo", string.Concat(Enumerable.Range(0, 20).Select(i => $"{i + 1} 1 0:{i + 40} / /nfs/x{i} rw - nfs4 s:/x{i} rw\n")));
        using var server = new ManualResetEventSlim();
        var status = new CannedStatus();
        for (var i = 0; i < 20; i++)
        {
            status.Before[$"/x{i}"] = () => server.Wait(Patience);
        }

        using var collector = new FilesystemCollector(tree.Paths, Quick, tree.Identity, null, null, status);
        var began = TimeProvider.System.GetTimestamp();
        var points = await new Cycles(collector).NextAsync();
        var took = TimeProvider.System.GetElapsedTime(began);
        server.Set();
        Assert.Equal(20, points.One("system.filesystem.unavailable", "timeout").Value.AsInt64);
        Assert.InRange(took, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Collection_that_is_cancelled_while_it_waits_ends()
    {
        using var tree = HostTree.Of("vm");
        using var server = new ManualResetEventSlim();
        var status = new CannedStatus();
        status.Before[""] = () => server.Wait(Patience);
        using var collector = new FilesystemCollector(tree.Paths, null, tree.Identity, null, null, status);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var writer = new MetricWriter(new ResourcePool(), 1, static batch => batch.Dispose());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collector.CollectAsync(writer, stop.Token).AsTask());
        server.Set();
    }

    [Fact]
    public async Task File_system_that_answers_with_an_error_is_counted()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        var status = new CannedStatus();
        status.Errors["/data"] = 116; // ESTALE
        using var collector = new FilesystemCollector(tree.Paths, null, tree.Identity, null, null, status);
        var points = await new Cycles(collector).NextAsync();
        Assert.Equal(2, points.One("system.filesystem.unavailable", "failed").Value.AsInt64);
        Assert.Empty(points.Matching("system.filesystem.limit", "/data"));
    }

    [Fact]
    public async Task Mount_that_is_not_seen_from_here_does_not_lend_its_name_to_what_is_in_its_place()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks the kernel");
        using var tree = HostTree.Empty(own: false).Write("proc/1/mountinfo", "90 1 0:4095 / /mnt rw - nfs4 server:/x rw\n").Write("mnt/file", "");
        using var collector = new FilesystemCollector(tree.Paths, null, tree.Identity);
        var points = await new Cycles(collector).NextAsync();
        Assert.Equal(1, points.One("system.filesystem.unavailable", "failed").Value.AsInt64);
        Assert.Empty(points.Matching("system.filesystem.limit"));
        Assert.Contains("HostToContainer", FilesystemError.Describe(FilesystemError.NotThere), StringComparison.Ordinal);
        Assert.Equal("Stale file handle (errno 116)", FilesystemError.Describe(116));
    }

    [Fact]
    public async Task Mount_that_goes_away_is_no_longer_asked_and_a_new_one_is()
    {
        using var tree = HostTree.CopyOf("vm");
        var status = new CannedStatus();
        using var collector = new FilesystemCollector(tree.Paths, null, tree.Identity, null, null, status);
        var cycles = new Cycles(collector);
        await cycles.NextAsync();
        tree.Write("proc/self/mountinfo", "27 1 254:0 / /new rw - ext4 /dev/vda rw\n");
        var points = await cycles.NextAsync();
        Assert.Equal("/new", points.Matching("system.filesystem.limit").Single().Attributes.Items.ToArray().Single(item => item.Key == "system.filesystem.mountpoint").Value.AsString);
    }

    [Fact]
    public async Task States_add_up_to_the_limit()
    {
        using var tree = HostTree.Of("vm");
        using var collector = new FilesystemCollector(tree.Paths, null, tree.Identity, null, null, new CannedStatus());
        var points = await new Cycles(collector).NextAsync();
        Assert.Equal(points.One("system.filesystem.limit").Value.AsInt64, points.Matching("system.filesystem.usage").Sum(point => point.Value.AsInt64));
    }

    [Fact]
    public async Task Own_root_is_asked_by_the_real_call()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Mount root = new("", "/", "/", "btrfs", "", "rw"); // Of btrfs the device is not looked at.
        Assert.Equal(0, new StatVfs().Get(root, "/", out var space));
        var drive = new DriveInfo("/");
        Assert.Equal(drive.TotalSize, space.Total);
        Assert.True(space.Free >= space.Available && space.Total > space.Free);
        Assert.Equal(2, new StatVfs().Get(root, "/not/there/äö", out _));
        using var collector = new FilesystemCollector();
        Assert.Equal(0, (await new Cycles(collector).NextAsync()).One("system.filesystem.unavailable", "timeout").Value.AsInt64);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "it did not happen");
            await Task.Delay(10);
        }
    }
}
