using Hex.Bench.Generate;

namespace Hex.Benchmarks;

/// <summary>Generated container logs for benchmarks: the same every time.</summary>
internal static class GeneratedLog
{
    /// <summary>Writes a tree with one file of about so many bytes.</summary>
    public static string WriteTree(long bytes)
    {
        var root = Directory.CreateTempSubdirectory("hex-benchmark-").FullName;
        StaticTree.Write(Path.Combine(root, "pods"), "benchmark", 1, bytes, seed: 1);
        return root;
    }

    /// <summary>The root of the pods in it.</summary>
    public static string Pods(string tree) => Path.Combine(tree, "pods");

    /// <summary>The one file in it.</summary>
    public static string File(string tree) => Directory.GetFiles(Pods(tree), "0.log", SearchOption.AllDirectories).Single();

    /// <summary>Bodies of ordinary records, one after the other, and where each ends.</summary>
    public static (byte[] Bytes, int[] Ends) Bodies(int count)
    {
        var random = new SeededRandom(1);
        var filler = new Filler(1);
        var bytes = new MemoryStream();
        var ends = new int[count];
        var body = new byte[RecordBody.LongestBytes];
        for (var i = 0; i < count; i++)
        {
            bytes.Write(body, 0, RecordBody.WriteShort(body, i, random, filler));
            ends[i] = (int)bytes.Length;
        }

        return (bytes.ToArray(), ends);
    }
}
