using System.Diagnostics;
using Hex.Shared;

namespace Hex.House.Tests.Files;

/// <summary>What is committed says nothing about where it was made, nor whose registry its packages came from.</summary>
public class CommittedFileTests
{
    // Written in two halves, so that this file does not hold them.
    private static readonly string[] Unwanted =
    [
        "/work" + "/wt", "/work" + "/shared", "/work" + "/main", "../shared" + "/design", "../shared" + "/recordings",
        "api.nuget" + ".org", "registry.npmjs" + ".org",
    ];

    [Fact]
    public void No_committed_file_names_the_place_where_it_was_made()
    {
        var files = GitFiles();
        Assert.SkipWhen(files is null, "git is not there, or this is no clone");
        Assert.NotEmpty(files);
        var found = from file in files
                    let path = Path.Combine(Repository.Root, file)
                    where File.Exists(path)
                    let text = File.ReadAllText(path)
                    from word in Unwanted
                    where text.Contains(word, StringComparison.Ordinal)
                    select $"{file}: {word}";
        Assert.Empty(found);
    }

    private static string[]? GitFiles()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "ls-files", "-z", "--", ".", ":!tests/fixtures"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
