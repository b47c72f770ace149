using System.Text;

namespace Hex.Shared;

/// <summary>
/// Compares text with an approved file of the test project. On a mismatch the text is written beside it as <c>*.received.txt</c> and the test fails;
/// run the test with HEX_APPROVE=1 to make the received text the approved one, and review the difference like any other change.
/// </summary>
internal static class Snapshot
{
    /// <summary>Asserts that <paramref name="received"/> equals <c>{name}.approved.txt</c>; line ends do not matter.</summary>
    /// <param name="received">What the code under test made.</param>
    /// <param name="name">The path within the test project, without the ending, e.g. <c>PublicApi/Hex.Logs</c>.</param>
    public static void Match(string received, string name)
    {
        var path = Path.Combine(Repository.TestProject, name + ".approved.txt");
        Match(received, path, Path.Combine(Repository.TestProject, name + ".received.txt"));
    }

    /// <summary>Asserts that a committed file equals what the code makes, e.g. a generated page of docs/.</summary>
    /// <param name="received">What the code under test made.</param>
    /// <param name="path">The path within the repository, e.g. <c>docs/configuration.md</c>.</param>
    public static void MatchRepositoryFile(string received, string path)
    {
        var full = Path.Combine(Repository.Root, path);
        Match(received, full, Path.ChangeExtension(full, ".received" + Path.GetExtension(full)));
    }

    private static void Match(string received, string approvedPath, string receivedPath)
    {
        received = Normalize(received);
        var approved = File.Exists(approvedPath) ? Normalize(File.ReadAllText(approvedPath)) : null;
        if (received == approved)
        {
            File.Delete(receivedPath);
            return;
        }

        if (Environment.GetEnvironmentVariable("HEX_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approvedPath)!);
            File.WriteAllText(approvedPath, received);
            File.Delete(receivedPath);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllText(receivedPath, received);
        var relative = Path.GetRelativePath(Repository.Root, approvedPath);
        Assert.Fail(approved is null
            ? $"{relative} does not exist yet. Run this test with HEX_APPROVE=1 to write it.{Environment.NewLine}{received}"
            : $"{relative} differs (- approved, + received). Run this test with HEX_APPROVE=1 if the change is meant.{Environment.NewLine}{Difference(approved, received)}");
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    /// <summary>The lines that differ, enough of them to see what it is about.</summary>
    private static string Difference(string approved, string received)
    {
        var left = approved.Split('\n');
        var right = received.Split('\n');
        var same = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var sameAtEnd = left.Reverse().Zip(right.Reverse()).Take(Math.Min(left.Length, right.Length) - same).TakeWhile(pair => pair.First == pair.Second).Count();
        var text = new StringBuilder();
        text.Append("from line ").Append(same + 1).AppendLine(":");
        foreach (var line in left[same..^sameAtEnd].Take(40))
        {
            text.Append("- ").AppendLine(line);
        }

        foreach (var line in right[same..^sameAtEnd].Take(40))
        {
            text.Append("+ ").AppendLine(line);
        }

        return text.ToString();
    }
}
