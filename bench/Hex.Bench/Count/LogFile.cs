using System.Globalization;
using System.IO.Compression;

namespace Hex.Bench.Count;

/// <summary>A file of a container: <c>ROOT/namespace_pod_uid/container/RESTART.log[.TIME[.gz]]</c>.</summary>
public sealed record LogFile(string Path, string PodDirectory, string Container, int Restart, string Generation)
{
    /// <summary>True when no newer generation of this restart exists yet: the runtime writes to it.</summary>
    public bool IsCurrent => Generation.Length == 0;

    /// <summary>True when both are of one container.</summary>
    public bool IsOfSameContainer(LogFile other) => PodDirectory == other.PodDirectory && Container == other.Container;

    /// <summary>True when both are generations of one file.</summary>
    public bool IsOfSameRun(LogFile other) => IsOfSameContainer(other) && Restart == other.Restart;

    private bool IsGzip => Path.EndsWith(".gz", StringComparison.Ordinal);

    /// <summary>Every log file below a root, oldest generation first; a generation that is there both plain and compressed comes once.</summary>
    public static IReadOnlyList<LogFile> Find(string root)
    {
        var files = new List<LogFile>();
        foreach (var pod in Directory.GetDirectories(root))
        {
            foreach (var container in Directory.GetDirectories(pod))
            {
                files.AddRange(Directory.GetFiles(container)
                    .Select(path => Recognise(path, pod, container))
                    .OfType<LogFile>()
                    .GroupBy(file => (file.Restart, file.Generation))
                    .Select(same => same.OrderBy(file => file.IsGzip).First())
                    .OrderBy(file => file.Restart)
                    .ThenBy(file => file.IsCurrent)
                    .ThenBy(file => file.Generation, StringComparer.Ordinal));
            }
        }

        return files;
    }

    /// <summary>Opens it, decompressing.</summary>
    public Stream Open()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        return IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static LogFile? Recognise(string path, string pod, string container)
    {
        var name = System.IO.Path.GetFileName(path);
        var log = name.IndexOf(".log", StringComparison.Ordinal);
        if (log <= 0 || !int.TryParse(name.AsSpan(0, log), NumberStyles.None, CultureInfo.InvariantCulture, out var restart))
            return null;
        var generation = name[(log + 4)..];
        if (generation.EndsWith(".gz", StringComparison.Ordinal))
            generation = generation[..^3];
        var plausible = generation.Length == 0 || (generation.Length == 16 && generation[0] == '.' && generation[9] == '-');
        return plausible ? new LogFile(path, System.IO.Path.GetFileName(pod), System.IO.Path.GetFileName(container), restart, generation.TrimStart('.')) : null;
    }
}
