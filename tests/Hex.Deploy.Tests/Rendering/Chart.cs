using System.Text.Json;
using Hex.Deploy.Tests.Processes;
using Hex.Shared;

namespace Hex.Deploy.Tests.Rendering;

/// <summary>deploy/helm/hexcovery-agent, rendered.</summary>
/// <param name="Files">Texts by the path of their template.</param>
/// <param name="Notes">What Helm prints after an installation.</param>
/// <param name="Values">The values in force.</param>
internal sealed record Chart(IReadOnlyDictionary<string, string> Files, string Notes, JsonElement Values)
{
    /// <summary>What makes every rendering valid that is about something else.</summary>
    public static readonly string[] Server = ["--set", "server.endpoint=ingest.example.com:4317,server.apiKey=key-1"];

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "helm", "hexcovery-agent");

    /// <summary>The names of ci/*-values.yaml.</summary>
    public static IEnumerable<string> Examples => Directory.GetFiles(Path.Combine(Folder, "ci"), "*-values.yaml")
        .Select(path => Path.GetFileName(path)[..^"-values.yaml".Length]).Order(StringComparer.Ordinal);

    public IReadOnlyList<Manifest> Objects { get; } = [.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => Manifest.Parse(file.Value))];

    public Manifest DaemonSet => Of("DaemonSet");

    /// <summary>Renders with arguments as `helm template` takes them; skips the test when that is not possible here.</summary>
    public static async Task<Chart> RenderAsync(params string[] arguments)
    {
        var output = JsonDocument.Parse((await RunAsync(arguments)).Good()).RootElement;
        var files = output.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString()!);
        return new Chart(files, output.GetProperty("notes").GetString()!, output.GetProperty("values"));
    }

    /// <summary>Renders one of the examples.</summary>
    public static Task<Chart> ExampleAsync(string name, params string[] more) =>
        RenderAsync(["-f", Path.Combine(Folder, "ci", name + "-values.yaml"), .. more]);

    /// <summary>What is said of values that are wrong.</summary>
    public static async Task<string> ProblemAsync(params string[] arguments)
    {
        var output = await RunAsync(arguments);
        Assert.True(output.ExitCode == 1, $"exit code {output.ExitCode} for {string.Join(' ', arguments)}\n{output.Errors}");
        return output.Errors;
    }

    public Manifest Of(string kind, string? name = null) => Objects.Single(one => one.Kind == kind && (name is null || one.Name == name));

    /// <summary>The text of config.yaml.</summary>
    public string Configuration() => Of("ConfigMap", "hexcovery-agent").Text("data", "config.yaml")!;

    private static async Task<ToolOutput> RunAsync(string[] arguments) =>
        (await ToolOutput.RunAsync(await ChartProgram.PathAsync(), [Folder, "--name", "hexcovery-agent", "--namespace", "hexcovery", .. arguments]))!;
}
