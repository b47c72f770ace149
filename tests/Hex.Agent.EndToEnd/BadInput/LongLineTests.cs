using System.Text;
using Hex.Agent.EndToEnd.Agents;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.BadInput;

/// <summary>Lines of 100 MB: cut at the limit and marked, in bounded memory; the lines around them arrive whole.</summary>
public class LongLineTests
{
    private const int MegaByte = 1 << 20;
    private const int LineBytes = 100 * MegaByte;
    private const int PartBytes = 16 << 10;
    private const int MaxLineBytes = MegaByte;
    private const long MemoryBound = 300L * MegaByte;

    [Fact]
    public Task One_line_of_100_MB() => ArrivesCutAsync(file =>
    {
        file.Write(Encoding.ASCII.GetBytes("2026-11-21T12:00:02.5Z stdout F "));
        WriteFill(file, LineBytes);
        file.Write("\n"u8);
    });

    [Fact]
    public Task One_line_of_100_MB_in_parts() => ArrivesCutAsync(file =>
    {
        for (var written = 0; written < LineBytes; written += PartBytes)
        {
            file.Write("2026-11-21T12:00:02.5Z stdout P "u8);
            WriteFill(file, PartBytes);
            file.Write("\n"u8);
        }

        file.Write(Encoding.ASCII.GetBytes(Workspace.Line(3, "the end")));
    });

    [Fact]
    public Task A_hundred_MB_without_any_structure() => ArrivesCutAsync(file =>
    {
        WriteFill(file, LineBytes);
        file.Write("\n"u8);
    });

    private static async Task ArrivesCutAsync(Action<FileStream> writeLong)
    {
        using var workspace = new Workspace();
        await using (var file = File.Create(Path.Combine(workspace.NewContainer(), "0.log")))
        {
            file.Write(Encoding.ASCII.GetBytes(Workspace.Line(1, "before")));
            writeLong(file);
            file.Write(Encoding.ASCII.GetBytes(Workspace.Line(4, "after")));
        }

        await using var receiver = await OtlpReceiver.StartAsync();
        await using var agent = AgentProcess.Once(new AgentSettings(workspace, receiver));
        var peak = PeakWhileRunningAsync(agent);
        Assert.Equal(0, await agent.WaitForExitAsync());

        Assert.Equal(3, receiver.Counts.LogRecords);
        Assert.Equal("before", receiver.Logs[0].Body);
        Assert.Equal(true, receiver.Logs[1].Attributes["log.truncated"]);
        Assert.InRange(receiver.Logs[1].Body!.Length, MaxLineBytes / 2, MaxLineBytes);
        Assert.Equal("after", receiver.Logs[2].Body);
        Assert.InRange(await peak, 1, MemoryBound);
    }

    private static void WriteFill(FileStream file, int bytes)
    {
        var fill = new byte[PartBytes];
        Array.Fill(fill, (byte)'x');
        for (var written = 0; written < bytes; written += fill.Length)
            file.Write(fill);
    }

    private static async Task<long> PeakWhileRunningAsync(AgentProcess agent)
    {
        long peak = 0;
        while (!agent.HasExited)
        {
            peak = Math.Max(peak, agent.PeakBytes);
            await Task.Delay(20);
        }

        return peak;
    }
}
