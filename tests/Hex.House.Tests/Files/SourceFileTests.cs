using Hex.Shared;

namespace Hex.House.Tests.Files;

/// <summary>A file over 400 lines is two rooms in one.</summary>
public class SourceFileTests
{
    private const int HardLimit = 400;
    private const int MedianLimit = 80;

    private static readonly string[] SaysNothing = ["Helper", "Helpers", "Manager", "Utils", "Util"];

    private static readonly (string Path, int Lines)[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => (path, File.ReadLines(Path.Combine(Repository.Root, path)).Count()))
            .OrderBy(file => file.Item2),
    ];

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Empty(Sources.Where(file => file.Lines > HardLimit).Select(file => $"{file.Path}: {file.Lines}"));

    [Fact]
    public void Half_of_the_source_files_have_80_lines_or_less()
    {
        Assert.NotEmpty(Sources);
        Assert.InRange(Sources[Sources.Length / 2].Lines, 1, MedianLimit);
    }

    [Fact]
    public void No_type_is_called_by_a_name_that_says_nothing() =>
        Assert.DoesNotContain(Sources, file => SaysNothing.Any(word => Path.GetFileNameWithoutExtension(file.Path).EndsWith(word, StringComparison.Ordinal)));
}
