using System.Text.RegularExpressions;
using Hex.Shared;

namespace Hex.House.Tests.Readmes;

/// <summary>A README is what a package's user reads first: it exists, and the C# in it compiles.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string> Readmes =>
        ["README.md", .. Library.All.Select(library => $"src/{library.Name}/README.md"), .. Pages("docs"), .. Pages("samples")];

    [Theory]
    [MemberData(nameof(Library.Names), MemberType = typeof(Library))]
    public void Library_with_public_types_has_a_readme_that_says_more_than_its_name(string name)
    {
        var readme = Path.Combine(Library.Of(name).Folder, "README.md");
        Assert.True(File.Exists(readme), $"{name} has no README.md");
        if (Library.Of(name).Load().GetExportedTypes().Length > 0)
        {
            Assert.True(File.ReadLines(readme).Count(line => line.Length > 0) >= 10, $"{name}/README.md says too little");
        }
    }

    /// <summary>
    /// A C# block under a line <c>&lt;!-- snippet: Name --&gt;</c> equals the region of that name in a sample or in a file of some test project's
    /// Snippets folder: the compiler has seen it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Readmes))]
    public void Marked_snippet_is_the_code_that_compiles(string readme)
    {
        var path = Path.Combine(Repository.Root, readme);
        if (!File.Exists(path))
        {
            return;
        }

        foreach (Match block in MarkedBlock().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")))
        {
            var name = block.Groups["name"].Value;
            Assert.True(Snippets().TryGetValue(name, out var code), $"{readme} shows the snippet {name}, but no sample and no tests/*/Snippets/*.cs has a region of that name.");
            Assert.Equal(code, block.Groups["code"].Value.TrimEnd('\n'));
        }
    }

    [Fact]
    public void Every_csharp_block_of_the_first_readme_is_marked()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        Assert.Equal(AnyBlock().Count(text), MarkedBlock().Count(text));
    }

    private static IEnumerable<string> Pages(string folder)
    {
        var full = Path.Combine(Repository.Root, folder);
        return Directory.Exists(full)
            ? Directory.EnumerateFiles(full, "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)
            : [];
    }

    private static Dictionary<string, string> Snippets()
    {
        var snippets = new Dictionary<string, string>();
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => path.Contains("/Snippets/", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs", SearchOption.AllDirectories));
        foreach (var file in files)
        {
            foreach (Match region in Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            {
                snippets.Add(region.Groups["name"].Value, Outdent(region.Groups["code"].Value));
            }
        }

        return snippets;
    }

    private static string Outdent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : line));
    }

    [GeneratedRegex(@"^<!-- snippet: (?<name>\w+) -->\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MarkedBlock();

    [GeneratedRegex(@"^```csharp$", RegexOptions.Multiline)]
    private static partial Regex AnyBlock();

    [GeneratedRegex(@"^ *#region (?<name>\w+)\n(?<code>.*?)^ *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
