using System.IO.Compression;
using Hex.Testing.Node;

namespace Hex.Testing.Tests.Node;

public sealed class RotationTests
{
    [Fact]
    public void Rotation_renames_compresses_the_older_and_deletes_the_oldest()
    {
        using var node = new NodeFolder(o => o.MaxFiles = 3);
        for (var i = 0; i < 4; i++)
        {
            node.Container.Write($"generation {i}");
            node.Container.Rotate();
            node.Time.Advance(TimeSpan.FromSeconds(10));
        }

        // Current, the newest rotated one plain, and MaxFiles - 2 older ones compressed.
        Assert.Equal(["0.log", "0.log.20261121-112253.gz", "0.log.20261121-112303"], node.Files);
        Assert.Equal([false, false, true, true], node.Node.Expected.Select(record => record.IsAvailable));
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(node.Container.LogDirectory, node.Files[1])), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.EndsWith("generation 2\n", reader.ReadToEnd(), StringComparison.Ordinal);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Every_step_leaves_the_files_the_kubelet_leaves()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.Rotate();
        node.Time.Advance(TimeSpan.FromSeconds(10));
        node.Container.Write("b");
        const string old = "0.log.20261121-112233";
        const string now = "0.log.20261121-112243";
        var rotation = node.Container.BeginRotation();
        Step(rotation, RotationStep.DeleteOldest, "0.log", old);
        Step(rotation, RotationStep.WriteTemporary, "0.log", old, $"{old}.tmp");
        Step(rotation, RotationStep.RenameTemporary, "0.log", old, $"{old}.gz");
        Step(rotation, RotationStep.DeleteUncompressed, "0.log", $"{old}.gz");
        Step(rotation, RotationStep.Rename, $"{old}.gz", now);
        Assert.Throws<InvalidOperationException>(() => node.Container.BeginRotation());
        Step(rotation, RotationStep.Create, "0.log", $"{old}.gz", now);
        node.Container.Write("c, to the renamed file");
        Assert.Empty(node.Lines);
        Step(rotation, RotationStep.Switch, "0.log", $"{old}.gz", now);
        node.Container.Write("d");
        Assert.Single(node.Lines);
        Assert.Equal(RotationStep.Done, rotation.Next);
        Assert.False(rotation.Advance());
        Assert.Null(node.Container.Rotation);
        node.AssertDiskIsAsExpected();

        void Step(SimulatedRotation at, RotationStep step, params string[] files)
        {
            Assert.Equal(step, at.Next);
            Assert.True(at.Advance());
            Assert.Equal(files, node.Files);
            node.AssertDiskIsAsExpected();
        }
    }

    [Fact]
    public void Lines_go_to_the_old_file_until_the_runtime_switches()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.Rotate(linesToOldFile: 2);
        node.Container.Write("b");
        node.Container.Write("c");
        node.Container.Write("d");
        Assert.EndsWith(" d", Assert.Single(node.Lines), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(node.Container.LogDirectory, node.Files[1])).Length);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Failed_reopen_renames_the_file_back()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.Rotate(linesToOldFile: 1, fails: true);
        Assert.Equal(["0.log.20261121-112233"], node.Files);
        node.Container.Write("b");
        Assert.Equal(["0.log"], node.Files);
        node.Container.Write("c");
        Assert.Equal(3, node.Lines.Length);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Parts_may_lie_on_both_sides_of_a_rotation()
    {
        using var node = new NodeFolder(o => o.PartBytes = 40);
        var pending = node.Container.Begin(new string('a', 50));
        pending.WritePart();
        node.Container.Rotate();
        var record = pending.Finish();
        Assert.True(record.IsSplitAcrossFiles);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Switch_waits_for_a_torn_line()
    {
        using var node = new NodeFolder();
        var pending = node.Container.Begin("torn");
        pending.WriteBytes(10);
        node.Container.Rotate();
        Assert.Equal(RotationStep.Switch, node.Container.Rotation!.Next);
        Assert.False(node.Container.Rotation.Advance());
        pending.Finish();
        node.Container.Rotation!.Complete();
        node.Container.Write("b");
        Assert.Single(node.Lines);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Two_rotations_in_one_second_have_two_names()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.Rotate();
        node.Container.Write("b");
        node.Container.Rotate();
        Assert.Equal(["0.log", "0.log.20261121-112233.gz", "0.log.20261121-112234"], node.Files);
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Kubelet_rotates_only_what_is_large()
    {
        using var node = new NodeFolder(o => o.MaxFileBytes = 200);
        var small = node.Node.Pod("shop", "small").Container("app");
        small.Write("x");
        node.Container.Write(new string('x', 200));
        node.Node.RotateDue();
        Assert.Equal(2, node.Files.Length);
        Assert.Single(Directory.GetFiles(small.LogDirectory));
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Restart_begins_the_next_file_and_keeps_one_ended_run()
    {
        using var node = new NodeFolder(o => o.PartBytes = 40);
        node.Container.Write("zero");
        node.Container.Rotate();
        node.Container.Begin(new string('a', 50)).WritePart();
        node.Container.Restart();
        Assert.Equal(["0.log", "0.log.20261121-112233", "1.log"], node.Files);
        node.Container.Write("one");
        node.AssertDiskIsAsExpected();
        node.Container.Restart();
        node.Container.Write("two");
        Assert.Equal(["1.log", "2.log"], node.Files);
        Assert.Equal([false, false, true, true], node.Node.Expected.Select(record => record.IsAvailable));
        Assert.Equal([0, 1, 2, 3], node.Node.Expected.Select(record => record.Sequence));
        Assert.Equal([0, 0, 1, 2], node.Node.Expected.Select(record => record.Restart));
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Truncation_starts_the_file_anew()
    {
        using var node = new NodeFolder();
        node.Container.Write("a");
        node.Container.Truncate();
        node.Container.Write("b");
        Assert.EndsWith(" b", Assert.Single(node.Lines), StringComparison.Ordinal);
        Assert.Equal([false, true], node.Node.Expected.Select(record => record.IsAvailable));
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Deleted_pod_takes_its_directory_and_comes_again_with_another_uid()
    {
        using var node = new NodeFolder();
        var pod = node.Node.Pod("shop", "web-1");
        pod.Container("app").Write("a");
        pod.Container("app").Begin("never finished");
        pod.Delete();
        Assert.False(Directory.Exists(pod.LogDirectory));
        Assert.False(node.Node.Expected.Single().IsAvailable);
        Assert.Throws<InvalidOperationException>(() => pod.Container("app"));
        Assert.Empty(node.Node.Pods);
        var again = node.Node.Pod("shop", "web-1");
        Assert.NotEqual(pod.Uid, again.Uid);
        again.Container("app").Write("b");
        node.AssertDiskIsAsExpected();
    }

    [Fact]
    public void Static_pod_has_the_uid_it_is_given()
    {
        using var node = new NodeFolder();
        var pod = node.Node.Pod("kube-system", "etcd-node-1", "0123456789abcdef0123456789abcdef");
        Assert.EndsWith("kube-system_etcd-node-1_0123456789abcdef0123456789abcdef", pod.LogDirectory, StringComparison.Ordinal);
        Assert.Same(pod, node.Node.Pod("kube-system", "etcd-node-1"));
    }
}
