namespace Hex.Shared;

/// <summary>Where the tests' own files are, found from where they run.</summary>
internal static class Repository
{
    /// <summary>The folder of Hex.sln.</summary>
    public static string Root { get; } = Above("Hex.sln");

    /// <summary>The folder of the test project that is running.</summary>
    public static string TestProject { get; } = Above("*.csproj");

    /// <summary>The fixtures all test projects share.</summary>
    public static string Fixtures => Path.Combine(Root, "tests", "fixtures");

    private static string Above(string pattern)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles(pattern).Any())
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds a {pattern}; the tests run inside a clone of the repository.");
    }
}
