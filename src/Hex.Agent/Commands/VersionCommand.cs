using System.Reflection;
using System.Runtime.InteropServices;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The version, with the commit it was built from where that is known.</summary>
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version without the commit, e.g. <c>0.1.0</c>.</summary>
    public static string Number { get; } = Version.Split('+')[0];

    public static int Run(TextWriter output)
    {
        output.WriteLine($"hex-agent {Version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
        return ExitCodes.Ok;
    }
}
