using System.IO.Compression;

namespace Hex.Testing.Node;

/// <summary>
/// Reads a whole <c>/var/log/pods</c>, as it lies there, in the plainest way: every generation of every file, oldest first, gzip'ed ones too,
/// parts joined. It is what a log agent's delivery can be counted against, and shares nothing with one.
/// </summary>
public static class LogDirectory
{
    /// <summary>All records under this directory, container by container, each in the order it was written. A record split across two
    /// generations of a file is joined. Runs of NUL bytes, which a crash of the node leaves, are skipped.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static IEnumerable<FoundRecord> Read(string root)
    {
        foreach (var podDirectory in Sorted(Directory.GetDirectories(root)))
        {
            var name = Path.GetFileName(podDirectory);
            var first = name.IndexOf('_', StringComparison.Ordinal);
            var last = name.LastIndexOf('_');
            if (first < 1 || last <= first)
                continue;
            foreach (var containerDirectory in Sorted(Directory.GetDirectories(podDirectory)))
            {
                foreach (var (run, files) in Runs(containerDirectory))
                {
                    var reader = new LogRunReader(name[..first], name[(first + 1)..last], name[(last + 1)..], Path.GetFileName(containerDirectory), run);
                    foreach (var record in files.SelectMany(file => reader.Lines(Bytes(file))).Concat(reader.End()))
                        yield return record;
                }
            }
        }
    }

    /// <summary>The files of each run of the container, oldest generation first: N.log.TS(.gz) by time stamp, then N.log. With Docker, where
    /// N.log is a link, the generations lie at its target: target.9 … target.1, target.</summary>
    private static SortedDictionary<int, List<string>> Runs(string directory)
    {
        var runs = new SortedDictionary<int, List<string>>();
        var current = new List<(int Run, string Path)>();
        foreach (var path in Sorted(Directory.GetFiles(directory)))
        {
            var name = Path.GetFileName(path);
            var dot = name.IndexOf(".log", StringComparison.Ordinal);
            if (dot < 1 || !int.TryParse(name.AsSpan(0, dot), out var run) || name.EndsWith(".tmp", StringComparison.Ordinal))
                continue;
            if (!runs.TryGetValue(run, out var files))
                runs[run] = files = [];
            if (name.Length == dot + 4)
                current.Add((run, path));
            else if (name.EndsWith(".gz", StringComparison.Ordinal) || !File.Exists(path + ".gz"))
                files.Add(path);
        }

        foreach (var (run, path) in current)
        {
            if (File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
                runs[run].AddRange(DockerGenerations(target.FullName));
            else
                runs[run].Add(path);
        }

        return runs;
    }

    private static IEnumerable<string> DockerGenerations(string path)
    {
        for (var number = 99; number > 0; number--)
        {
            if (File.Exists($"{path}.{number}"))
                yield return $"{path}.{number}";
        }

        // Between Docker's rename and its new file the link points nowhere.
        if (File.Exists(path))
            yield return path;
    }

    private static byte[] Bytes(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var plain = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[plain.Length];
            plain.ReadExactly(bytes);
            return bytes;
        }

        using var target = new MemoryStream();
        using (var file = File.OpenRead(path))
        using (var gzip = new GZipStream(file, CompressionMode.Decompress))
            gzip.CopyTo(target);
        return target.ToArray();
    }

    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}
