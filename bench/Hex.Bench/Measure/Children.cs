using System.Diagnostics;

namespace Hex.Bench.Measure;

/// <summary>
/// The processes this one has started. Their ids stand in a file too, one per line, so that <c>bench/run</c> can end them if this process was killed.
/// </summary>
internal sealed class Children(string pidFile) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Process> _processes = [];

    /// <summary>Starts a program; what it writes goes to <paramref name="output"/> line by line.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Told each line.</param>
    /// <param name="environment">Variables it has besides this process's.</param>
    public Process Start(string program, IEnumerable<string> arguments, Action<string> output, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line.Data, output);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, output);
        lock (_lock)
        {
            process.Start();
            _processes.Add(process);
            File.AppendAllText(pidFile, $"{process.Id}\n");
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Kills every child that still runs.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var process in _processes)
            {
                if (!process.HasExited)
                    process.Kill();
                process.Dispose();
            }

            _processes.Clear();
        }
    }

    private static void Pass(string? line, Action<string> output)
    {
        if (line is null)
            return;
        lock (output)
            output(line);
    }
}
