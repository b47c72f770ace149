namespace Hex.Export.Grpc.Tls;

/// <summary>Notices that files changed: by modification time and length of what their names lead to, links followed.</summary>
internal sealed class FileStamps
{
    private readonly List<(string Path, DateTime Modified, long Length)> _stamps = [];

    /// <summary>Stamps files, and the files directly inside directories; empty paths are left out.</summary>
    public static FileStamps Of(params ReadOnlySpan<string> paths)
    {
        var stamps = new FileStamps();
        foreach (var path in paths)
        {
            if (path.Length == 0)
                continue;
            foreach (var file in Files(path))
                stamps._stamps.Add(Stamp(file));
        }
        return stamps;
    }

    /// <summary>The file itself, or a directory's files in the order of their names; empty when it cannot be listed.</summary>
    public static string[] Files(string path)
    {
        try
        {
            if (!Directory.Exists(path))
                return [path];
            var files = Directory.GetFiles(path);
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public bool SameAs(FileStamps other) => _stamps.SequenceEqual(other._stamps);

    // By handle: times asked for by name would be those of the link, and a Secret's links never change.
    private static (string Path, DateTime Modified, long Length) Stamp(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return (path, File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (path, default, -1);
        }
    }
}
