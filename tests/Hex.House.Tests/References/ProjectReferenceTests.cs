using System.Xml.Linq;
using Hex.Shared;

namespace Hex.House.Tests.References;

/// <summary>Who may know whom (docs/architecture.md): the log reader runs without a cluster, the exporter without logs.</summary>
public class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hex.Telemetry"] = [],
        ["Hex.Kubernetes"] = ["Hex.Telemetry"],
        ["Hex.Attribution"] = ["Hex.Kubernetes", "Hex.Telemetry"],
        ["Hex.Dedup"] = ["Hex.Telemetry"],
        ["Hex.Collectors"] = ["Hex.Attribution", "Hex.Dedup", "Hex.Kubernetes", "Hex.Telemetry"],
        ["Hex.Logs"] = ["Hex.Telemetry"],
        ["Hex.Export"] = ["Hex.Telemetry"],
        ["Hex.Testing"] = [],
        ["Hex.Agent"] =
        [
            "Hex.Attribution", "Hex.Collectors", "Hex.Dedup", "Hex.Export", "Hex.Kubernetes", "Hex.Logs", "Hex.Telemetry",
        ],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_knows_only_whom_it_may_know(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} is new: say in {nameof(ProjectReferenceTests)} whom it may know.");
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Library.Names), MemberType = typeof(Library))]
    public void Library_leans_on_no_more_than_abstractions(string name)
    {
        // A library that pulled in a whole host, a YAML parser or a serializer would do so for everyone who embeds it.
        var allowed = name == "Hex.Testing"
            ? new[] { "Google.Protobuf", "Grpc.Tools" }
            :
            [
                "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options", "Microsoft.Extensions.Options.ConfigurationExtensions",
            ];
        // A kubeconfig is YAML, and nothing else of Hex reads any.
        allowed = name == "Hex.Kubernetes" ? [.. allowed, "YamlDotNet"] : allowed;
        var file = XDocument.Load(Path.Combine(Library.Of(name).Folder, name + ".csproj"));
        var packages = file.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

        // Kubeconfig files are YAML.
        Assert.Empty(packages.Except(name == "Hex.Kubernetes" ? [.. allowed, "YamlDotNet"] : allowed));
    }
}
