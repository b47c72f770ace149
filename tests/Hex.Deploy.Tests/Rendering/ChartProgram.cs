using Hex.Deploy.Tests.Processes;
using Hex.Shared;

namespace Hex.Deploy.Tests.Rendering;

/// <summary>tests/chart, built with Debian's Go: it renders a chart as Helm does.</summary>
internal static class ChartProgram
{
    private const string Packages = "/usr/share/gocode/src/github.com";

    private static readonly Lazy<Task<string?>> Built = new(BuildAsync);

    public static string Sources { get; } = Path.Combine(Repository.Root, "tests", "chart");

    public static Dictionary<string, string> GoEnvironment { get; } = new()
    {
        ["GO111MODULE"] = "off",
        ["GOFLAGS"] = "",
        ["GOPATH"] = "/usr/share/gocode",
        ["GOCACHE"] = Environment.GetEnvironmentVariable("GOCACHE") is { Length: > 0 } given ? given : Path.Combine(Path.GetTempPath(), "hex-go-cache"),
    };

    /// <summary>The program's path; skips the test when it cannot be built here.</summary>
    public static async Task<string> PathAsync()
    {
        var path = await Built.Value;
        Assert.SkipWhen(path is null, "needs golang-go, golang-github-masterminds-sprig-dev and golang-github-xeipuuv-gojsonschema-dev of Debian");
        return path;
    }

    private static async Task<string?> BuildAsync()
    {
        if (!ToolOutput.Exists("go") || !Directory.Exists($"{Packages}/Masterminds/sprig") || !Directory.Exists($"{Packages}/xeipuuv/gojsonschema"))
            return null;
        var program = Path.Combine(AppContext.BaseDirectory, "chart");
        var build = await ToolOutput.RunAsync("go", ["build", "-C", Sources, "-o", program, "."], GoEnvironment, TimeSpan.FromMinutes(5));
        // Older ones know no -C.
        if (build is { ExitCode: not 0 })
            build = await ToolOutput.RunAsync("sh", ["-c", "cd \"$1\" && go build -o \"$2\" .", "sh", Sources, program], GoEnvironment, TimeSpan.FromMinutes(5));
        build!.Good();
        return program;
    }
}
