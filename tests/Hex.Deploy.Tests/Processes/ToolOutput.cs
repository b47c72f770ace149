using System.Diagnostics;

namespace Hex.Deploy.Tests.Processes;

/// <summary>What a program that has ended gave.</summary>
/// <param name="ExitCode">0 for well.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ToolOutput(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when there is no such program.</returns>
    public static async Task<ToolOutput?> RunAsync(string program, IEnumerable<string> arguments, Dictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            using var late = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(2));
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException waited)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end", waited);
            }

            return new ToolOutput(process.ExitCode, await output, await errors);
        }
    }

    /// <summary>Whether a program of this name is on the PATH, or at this path.</summary>
    public static bool Exists(string program) => program.Contains('/', StringComparison.Ordinal)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"]).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The output; fails the test when the program did not end well.</summary>
    public string Good() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Errors}");
}
