namespace Hex.Testing.Cluster.Resources;

/// <summary>The recorded responses inside the assembly.</summary>
internal static class RecordedFiles
{
    private const string Root = "Hex.Testing.Cluster.Recorded/";

    /// <summary>Names of the recorded lists: <c>group-version.plural</c>, with <c>core</c> for the empty group.</summary>
    public static IEnumerable<string> Lists => typeof(RecordedFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Root, StringComparison.Ordinal) && name.IndexOf('/', Root.Length) < 0)
        .Select(name => name[Root.Length..^".json".Length]);

    /// <summary>The bytes of one recording.</summary>
    /// <exception cref="FileNotFoundException">No such recording.</exception>
    public static byte[] Read(string name)
    {
        using var stream = typeof(RecordedFiles).Assembly.GetManifestResourceStream(Root + name) ?? throw new FileNotFoundException("no recording inside the assembly", name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
