using System.Diagnostics;
using System.Globalization;

namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>Numbers of this machine by name, as another program reads them.</summary>
internal sealed record Reading(string By, Dictionary<string, double> Values)
{
    /// <summary>Runs a program.</summary>
    /// <returns>What it printed; null when it is not installed.</returns>
    public static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
