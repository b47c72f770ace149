using System.Diagnostics;
using System.Text;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.State;

/// <summary>Positions that cannot be kept or read: lines are delivered all the same.</summary>
public class StateDirectoryTests
{
    private static readonly byte[] OneLine = Encoding.UTF8.GetBytes(Workspace.Line(1, "sane"));

    [Fact]
    public async Task A_state_directory_that_cannot_be_written_is_named_once()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "dropping privileges needs root and setpriv");
        using var workspace = new Workspace();
        workspace.NewLog(OneLine);
        const UnixFileMode read = (UnixFileMode)0b101_101_101;
        File.SetUnixFileMode(workspace.Root, read);
        File.SetUnixFileMode(workspace.State, read);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.OnceUnprivileged(new AgentSettings(workspace, receiver));

        Assert.NotEqual(0, await agent.WaitForExitAsync());
        Assert.Equal(["sane"], receiver.Logs.Select(log => log.Body));
        Assert.Equal(1, agent.CountErrors(workspace.State));
    }

    [Fact]
    public async Task A_full_state_directory_is_named_once()
    {
        using var workspace = new Workspace();
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=4k", "hex-e2e", workspace.State), "mounting a small file system is not possible here");
        try
        {
            await FillAsync(workspace.State);
            workspace.NewLog(OneLine);
            await using var receiver = await OtlpReceiver.StartAsync();
            await using var agent = AgentProcess.Run(new AgentSettings(workspace, receiver));
            await receiver.WaitForAsync(r => r.Counts.LogRecords == 1);
            await agent.WaitForErrorAsync([workspace.State]);
            workspace.NewLog(OneLine, "second");
            await receiver.WaitForAsync(r => r.Counts.LogRecords == 2);
            await Task.Delay(3000);
            Assert.Equal(1, agent.CountErrors(workspace.State));
        }
        finally
        {
            await RunAsync("umount", workspace.State);
        }
    }

    [Fact]
    public async Task Corrupt_positions_are_said_and_no_line_is_lost()
    {
        using var workspace = new Workspace();
        workspace.NewLog(OneLine);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
            Assert.Equal(0, await agent.WaitForExitAsync());
        var files = Directory.GetFiles(workspace.State, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
            await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))]);

        workspace.NewLog(OneLine, "second");
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
        {
            Assert.Equal(0, await agent.WaitForExitAsync());
            Assert.InRange(agent.CountErrors(workspace.State), 1, files.Length);
        }

        // The first line may come again: it has the same uid.
        Assert.Equal(2, receiver.Counts.UniqueLogs);
    }

    [Fact]
    public async Task Truncated_positions_are_survived()
    {
        using var workspace = new Workspace();
        workspace.NewLog(OneLine);
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
            Assert.Equal(0, await agent.WaitForExitAsync());
        foreach (var file in Directory.GetFiles(workspace.State, "*", SearchOption.AllDirectories))
        {
            await using var opened = new FileStream(file, FileMode.Open);
            opened.SetLength(opened.Length / 2);
        }

        workspace.NewLog(OneLine, "second");
        await using (var agent = AgentProcess.Once(new AgentSettings(workspace, receiver)))
            Assert.Equal(0, await agent.WaitForExitAsync());
        Assert.Equal(2, receiver.Counts.UniqueLogs);
    }

    private static async Task FillAsync(string directory)
    {
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, "filler"), new byte[64 << 10]);
        }
        catch (IOException)
        {
            // Full: as it should be.
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
