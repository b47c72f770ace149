using FsCheck;
using FsCheck.Fluent;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

public sealed class LiveTests
{
    [Fact]
    public async Task Live_writing_keeps_the_rate_and_rotates()
    {
        using var node = new NodeFolder(o =>
        {
            o.MaxFileBytes = 20_000;
            o.RotationCheckInterval = TimeSpan.FromMilliseconds(200);
            o.FailedReopenProbability = 0.3;
            o.LongLineShare = 0.05;
            o.MaxFiles = 20;
        });
        foreach (var pod in new[] { "a", "b", "c" })
            node.Node.Pod("shop", pod).Container("app");
        using var stop = new CancellationTokenSource();
        var run = node.Node.RunAsync(1000, stop.Token);
        for (var i = 0; i < 300; i++)
        {
            await node.Time.WaitForTimersAsync();
            node.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await node.Time.WaitForTimersAsync();
        await Until(() => node.Node.WrittenCount >= 2990);
        await stop.CancelAsync();
        var written = await run;
        Assert.Equal(node.Node.WrittenCount, written);
        Assert.InRange(written, 2990, 3006);
        Assert.All(node.Node.Pods, pod => Assert.InRange(Directory.GetFiles(pod.Containers[0].LogDirectory).Length, 3, 20));
        Assert.Contains(node.Node.Expected, record => record.IsSplitAcrossFiles);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public async Task Live_writing_needs_a_container()
    {
        using var node = new NodeFolder();
        var run = node.Node.RunAsync(1000, CancellationToken.None);
        await node.Time.WaitForTimersAsync();
        node.Time.Advance(TimeSpan.FromMilliseconds(10));
        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
    }

    /// <summary>Any schedule of writes and rotations leaves on the disk what the node says is there.</summary>
    [Fact]
    public void Disk_is_as_expected_after_any_schedule() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(int.TryParse(Environment.GetEnvironmentVariable("HEX_TEST_SCHEDULES"), out var runs) ? runs : 100),
        Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, byte[] Schedule, bool Docker)>(), run => Play(run.Seed, run.Schedule, run.Docker)));

    private static void Play(int seed, byte[] schedule, bool docker)
    {
        using var node = new NodeFolder(o =>
        {
            o.Seed = seed;
            o.MaxFiles = 3;
            o.PartBytes = 100;
            o.Runtime = docker ? SimulatedRuntime.Docker : SimulatedRuntime.Containerd;
        });
        var open = new List<PendingWrite>();
        foreach (var choice in schedule)
        {
            var container = node.Node.Pod("shop", $"p{choice / 16 % 3}").Container("c");
            open.RemoveAll(write => write.IsFinished);
            node.Time.Advance(TimeSpan.FromMilliseconds(choice * 10));
            switch (choice % 16)
            {
                case 0:
                    container.Rotate(choice / 64, fails: !docker && choice > 200);
                    break;
                case 1:
                    container.Restart();
                    break;
                case 2:
                    container.Truncate();
                    break;
                case 3:
                    node.Node.Pod("shop", $"p{choice / 16 % 3}").Delete();
                    break;
                case 4 or 5 when (container.Rotation ?? container.BeginRotation()) is var rotation:
                    rotation.Advance();
                    break;
                case 6 or 7 or 8 when open.Count > 0:
                    open[0].WritePart();
                    break;
                case 9 or 10 when open.Count == 0:
                    open.Add(container.BeginNext());
                    break;
                default:
                    if (open.Count == 0)
                        container.WriteNext();
                    break;
            }
        }

        foreach (var write in open.Where(write => !write.IsFinished))
            write.Finish();

        // Of a record in two files, or with a truncation between its parts, the rest may be readable after the first parts are gone.
        if (!schedule.Any(choice => choice % 16 == 2) && !node.Node.Expected.Any(record => record.IsSplitAcrossFiles && !record.IsAvailable))
            node.AssertDiskIsAsExpected();
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
