using System.Text;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.BadInput;

/// <summary>Files that cannot be read, that vanish, that shrink, and names of every kind.</summary>
public class FileSystemTests
{
    private static readonly byte[] OneLine = Encoding.UTF8.GetBytes(Workspace.Line(1, "sane"));

    [Fact]
    public async Task A_file_that_may_not_be_read_is_named_once_and_the_others_are_read()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "dropping privileges needs root and setpriv");
        using var workspace = new Workspace();
        var secret = workspace.NewLog(OneLine, "secret");
        workspace.NewLog(OneLine, "open");
        File.SetUnixFileMode(secret, UnixFileMode.None);
        OpenToAll(workspace.Root);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.OnceUnprivileged(new AgentSettings(workspace, receiver));
        await agent.WaitForExitAsync();

        Assert.Equal(["open"], receiver.Logs.Select(log => log.Resource["k8s.pod.name"]));
        Assert.Equal(1, agent.CountErrors(secret));
    }

    [Fact]
    public async Task Directories_that_vanish_disturb_nothing()
    {
        using var workspace = new Workspace();
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver));
        for (var i = 0; i < 30; i++)
        {
            var log = workspace.NewLog(OneLine, $"short-lived-{i}");
            await Task.Delay(10 * (i % 5));
            Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(log))!, recursive: true);
        }

        workspace.NewLog(OneLine, "survivor");
        await receiver.WaitForAsync(r => r.Logs.Any(log => log.Resource["k8s.pod.name"] is "survivor"));
        Assert.False(agent.HasExited);
        Assert.Equal(0, await agent.TerminateAsync());
    }

    [Fact]
    public async Task A_root_that_appears_later_is_read_then()
    {
        using var workspace = new Workspace();
        var later = Path.Combine(workspace.Root, "later");
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver).With("logs.root", later));
        await agent.WaitForErrorAsync([later]);
        workspace.NewLog(OneLine, "late");
        Directory.Move(workspace.Pods, later);
        await receiver.WaitForAsync(r => r.Counts.LogRecords == 1, TimeSpan.FromSeconds(60));
        Assert.Equal(1, agent.CountErrors(later, "not"));
    }

    [Fact]
    public async Task A_file_that_shrinks_is_read_from_its_beginning()
    {
        using var workspace = new Workspace();
        var path = workspace.NewLog(Encoding.UTF8.GetBytes(Workspace.Line(1, "one") + Workspace.Line(2, "two")));
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver));
        await receiver.WaitForAsync(r => r.Counts.LogRecords == 2);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(Workspace.Line(3, "new")));
        }

        await receiver.WaitForAsync(r => r.Counts.LogRecords >= 3, TimeSpan.FromSeconds(60));
        Assert.Equal(["one", "two", "new"], receiver.Logs.Select(log => log.Body));
    }

    [Fact]
    public async Task Names_of_every_legal_character_are_taken_apart_rightly()
    {
        (string Namespace, string Pod, string Uid, string Container)[] names =
        [
            ("a", "b", "6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f10", "c"),
            ("0abcdefghijklmnopqrstuvwxyz-0123456789", "abcdefghijklmnopqrstuvwxyz.0123456789-x.y", "6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f11", "abc-xyz-0123456789"),
            ("kube-system", "kube-apiserver-node-1.example.com", "5f2d1c9d3a7b4e6f8a9b0c1d2e3f4a5b", "kube-apiserver"),
            (new string('n', 63), new string('p', 150), "6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f12", new string('c', 63)),
        ];
        using var workspace = new Workspace();
        foreach (var (@namespace, pod, uid, container) in names)
        {
            var directory = Directory.CreateDirectory(Path.Combine(workspace.Pods, $"{@namespace}_{pod}_{uid}", container)).FullName;
            await File.WriteAllBytesAsync(Path.Combine(directory, "3.log"), OneLine);
        }

        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        var arrived = receiver.Logs.Select(log => (
            (string)log.Resource["k8s.namespace.name"]!, (string)log.Resource["k8s.pod.name"]!, (string)log.Resource["k8s.pod.uid"]!, (string)log.Resource["k8s.container.name"]!));
        Assert.Equal(names.Order(), arrived.Order());
    }

    [Fact]
    public async Task Names_that_are_no_pods_are_left_alone()
    {
        using var workspace = new Workspace();
        workspace.NewLog(OneLine, "sane");
        foreach (var name in new[] { "no-underscores", "one_only", "lost+found", "\u6f22\u5b57", "a_b_c_d" })
        {
            var directory = Directory.CreateDirectory(Path.Combine(workspace.Pods, name, "app")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(directory, "readme.txt"), OneLine);
        }

        await File.WriteAllBytesAsync(Path.Combine(workspace.Pods, "stray.log"), OneLine);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(["sane"], receiver.Logs.Select(log => log.Resource["k8s.pod.name"]));
    }

    private static void OpenToAll(string root)
    {
        const UnixFileMode all = (UnixFileMode)0b111_111_111;
        File.SetUnixFileMode(root, all);
        foreach (var directory in Directory.GetDirectories(root, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(directory, all);
    }
}
