using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hex.Deploy.Tests.Processes;

/// <summary>A program that runs until the test ends, in a directory of its own.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Daemon(Process process, string folder)
    {
        (_process, Folder) = (process, folder);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    /// <summary>What it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A port of 127.0.0.1 that is free now.</summary>
    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="folder">Removed with it.</param>
    /// <param name="port">The port of 127.0.0.1 it will listen on.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Daemon> StartAsync(string program, string folder, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // What is said of proxies here is not meant for it.
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = folder;
        var daemon = new Daemon(Process.Start(start)!, folder);
        var started = TimeProvider.System.GetTimestamp();
        while (!await ListensAsync(port))
        {
            if (daemon._process.HasExited || TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
            {
                await daemon.DisposeAsync();
                throw new InvalidOperationException($"{program} does not listen on {port}. It wrote:\n{daemon.Output}");
            }

            await Task.Delay(100);
        }

        return daemon;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
