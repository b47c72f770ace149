using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hex.Shared;

namespace Hex.House.Tests.Packages;

/// <summary>Builds are repeatable: exact versions, and a lock file beside every project.</summary>
public partial class PackageTests
{
    [Fact]
    public void Every_version_is_exact()
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var versions = file.Descendants("PackageVersion").ToList();
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(ExactVersion(), version.Attribute("Version")!.Value));
    }

    [Fact]
    public void Every_project_of_the_solution_has_a_lock_file()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Hex.sln"));
        var projects = ProjectPath().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).ToList();
        Assert.NotEmpty(projects);
        Assert.All(projects, project =>
            Assert.True(File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json")), $"{project} has no packages.lock.json"));
    }

    [Fact]
    public void Every_project_in_the_tree_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Hex.sln")).Replace('\\', '/');
        var projects = new[] { "src", "tests", "bench", "samples" }
            .Select(folder => Path.Combine(Repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(project => Path.GetRelativePath(Repository.Root, project).Replace('\\', '/'))
            // BenchmarkDotNet leaves projects of its own where it builds.
            .Where(project => !project.Contains("/bin/", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\[\d+(\.\d+)+\]$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
