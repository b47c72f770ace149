using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hex.Deploy.Tests.Systemd;

/// <summary>The agent tells systemd that it is ready, that it lives, and that it ends.</summary>
public class NotifyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Says_ready_then_alive_again_and_again_then_stopping(bool isAbstract)
    {
        var folder = Directory.CreateTempSubdirectory("hex-notify-").FullName;
        var path = isAbstract ? $"@hex-notify-{Guid.NewGuid():N}" : Path.Combine(folder, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + path[1..] : path));
        Directory.CreateDirectory(Path.Combine(folder, "pods"));
        string[] settings = ["profile=none", "logs.enabled=true", "exporters=discard", "http.listen=", $"logs.root={folder}/pods", $"state.path={folder}/state", "log.level=error"];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "hex-agent"), ["run", "--set", .. settings]) { UseShellExecute = false };
        start.Environment["NOTIFY_SOCKET"] = path;
        start.Environment["WATCHDOG_USEC"] = "400000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var agent = Process.Start(start)!;
        try
        {
            Assert.Equal("READY=1", await ReceiveAsync(socket));
            Assert.Equal("WATCHDOG=1", await ReceiveAsync(socket));
            Assert.Equal("WATCHDOG=1", await ReceiveAsync(socket));
            using var kill = Process.Start("/bin/kill", ["-TERM", agent.Id.ToString(CultureInfo.InvariantCulture)]);
            var last = "WATCHDOG=1";
            while (last == "WATCHDOG=1")
                last = await ReceiveAsync(socket);
            Assert.Equal("STOPPING=1", last);
            await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, agent.ExitCode);
        }
        finally
        {
            if (!agent.HasExited)
                agent.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        var text = new byte[256];
        return Encoding.ASCII.GetString(text, 0, await socket.ReceiveAsync(text.AsMemory(), late.Token));
    }
}
