namespace Hex.Bench.Generate;

/// <summary>Layouts that are written once and then stand still.</summary>
public static class StaticTree
{
    private const int BufferBytes = 1 << 20;

    // 2026-11-21T12:00:00Z: time stamps belong to the seed, not to the day of the run.
    private const long FirstUnixNano = 1_795_262_400_000_000_000;

    /// <summary>Writes <paramref name="files"/> files of at least <paramref name="bytesPerFile"/> bytes each (to the next whole record), and the manifest.</summary>
    public static Manifest Write(string root, string layout, int files, long bytesPerFile, ulong seed)
    {
        var records = new RecordWriter(seed);
        var buffer = new byte[BufferBytes + RecordWriter.LongestRecordBytes];
        var time = FirstUnixNano;
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(PodTree.CreateContainer(root, i), "0.log");
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            long offset = 0;
            var filled = 0;
            while (offset + filled < bytesPerFile)
            {
                time += 9_731;
                filled += records.Write(buffer.AsSpan(filled), time);
                if (filled >= BufferBytes || offset + filled >= bytesPerFile)
                {
                    RandomAccess.Write(file, buffer.AsSpan(0, filled), offset);
                    offset += filled;
                    filled = 0;
                }
            }
        }

        var manifest = new Manifest(layout, seed, files, records.Counts);
        manifest.WriteBeside(root);
        return manifest;
    }
}
