using Hex.Deploy.Tests.Rendering;
using Hex.Shared;

namespace Hex.Deploy.Tests.Charts;

/// <summary>What the chart says about itself.</summary>
public class ReadmeTests
{
    private const string Begin = "<!-- values: begin (written by a test; HEX_APPROVE=1 writes it anew) -->\n";
    private const string End = "<!-- values: end -->\n";
    private const string Path = "deploy/helm/hexcovery-agent/README.md";

    [Fact]
    public void Table_has_every_value()
    {
        var page = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, $"{Path} has lost the marks of its table");
        Snapshot.MatchRepositoryFile($"{page[..start]}\n{ValueTable.Write()}\n{page[end..]}", Path);
    }

    [Fact]
    public async Task Notes_say_the_label_the_namespace_needs_and_how_to_verify()
    {
        var notes = (await Chart.RenderAsync([.. Chart.Server, "--namespace", "watch"])).Notes;
        Assert.Contains("kubectl label namespace watch pod-security.kubernetes.io/enforce=privileged", notes, StringComparison.Ordinal);
        Assert.Contains("hex-agent check", notes, StringComparison.Ordinal);
        Assert.Contains("curl -s -X POST localhost:8080/api/v1/test/reachability", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("key-1", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renderer_passes_its_own_tests()
    {
        await ChartProgram.PathAsync();
        var output = await Processes.ToolOutput.RunAsync("sh", ["-c", "cd \"$1\" && go test -vet=off ./...", "sh", ChartProgram.Sources], ChartProgram.GoEnvironment);
        output!.Good();
    }
}
