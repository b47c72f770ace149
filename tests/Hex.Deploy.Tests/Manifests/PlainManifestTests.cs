using Hex.Deploy.Tests.Rendering;
using Hex.Shared;

namespace Hex.Deploy.Tests.Manifests;

/// <summary>deploy/kubernetes is the chart, rendered for people without Helm.</summary>
public class PlainManifestTests
{
    private const string Folder = "deploy/kubernetes";

    [Fact]
    public async Task Manifests_are_what_the_chart_renders()
    {
        var chart = await RenderAsync();
        foreach (var (template, text) in chart.Files)
        {
            var name = Path.GetFileName(template);
            Snapshot.MatchRepositoryFile($"# Rendered from deploy/helm/hexcovery-agent by a test; HEX_APPROVE=1 writes it anew.\n{text}", $"{Folder}/{name}");
        }
    }

    [Fact]
    public async Task Kustomization_names_every_manifest()
    {
        var chart = await RenderAsync();
        var kustomization = Manifest.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Folder, "kustomization.yaml"), TestContext.Current.CancellationToken)).Single();
        var files = Directory.GetFiles(Path.Combine(Repository.Root, Folder), "*.yaml").Select(path => Path.GetFileName(path)!).Where(name => name != "kustomization.yaml" && !name.Contains(".received.", StringComparison.Ordinal));
        Assert.Equal(files.Order(), kustomization.At("resources").Texts.Order());
        Assert.Subset(files.ToHashSet(), chart.Files.Keys.Select(name => Path.GetFileName(name)!).ToHashSet());
    }

    [Fact]
    public async Task Namespace_admits_the_pods()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Folder, "namespace.yaml"), TestContext.Current.CancellationToken);
        var one = Manifest.Parse(text).Single();
        Assert.Equal(("Namespace", "hexcovery"), (one.Kind, one.Name));
        Assert.Equal("privileged", one.Text("metadata", "labels", "pod-security.kubernetes.io/enforce"));
    }

    [Fact]
    public void Pods_are_restricted_but_for_the_log_directory()
    {
        var daemonSet = Manifest.Parse(File.ReadAllText(Path.Combine(Repository.Root, Folder, "daemonset.yaml"))).Single();
        Assert.Equal(["volume logs is a hostPath"], PodSecurity.Violations(daemonSet.Pod));
    }

    [Fact]
    public async Task No_secret_is_among_them() => Assert.DoesNotContain((await RenderAsync()).Objects, one => one.Kind == "Secret");

    private static Task<Chart> RenderAsync() => Chart.RenderAsync(
        "--service", "manifests", "--set", "profile=kubernetes,server.endpoint=ingest.hexcovery.com:4317,server.existingSecret=hexcovery-agent");
}
