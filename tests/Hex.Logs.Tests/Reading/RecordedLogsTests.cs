using System.IO.Compression;
using System.Text;
using Hex.Shared;

namespace Hex.Logs.Tests.Reading;

/// <summary>The logs of a real node, against a count that shares no code with the reader.</summary>
public class RecordedLogsTests
{
    [Fact]
    public async Task Every_recorded_line_is_read_once()
    {
        var root = Path.Combine(Repository.Fixtures, "var-log", "pods");
        var expected = Count(root);
        await using var driver = new ReaderDriver(root, configure: o => o.Once = true);
        Assert.False(await driver.ReadAsync());
        Assert.Equal(expected.Order(StringComparer.Ordinal), driver.Bodies.Order(StringComparer.Ordinal));
        Assert.Equal(driver.Records.Count, driver.Records.Select(r => r.Uid).Distinct().Count());
        Assert.Equal(0, driver.Reader.Status.ParseErrors);
        Assert.Equal(0, driver.Budget.Used);
    }

    // Generations in order, split at newlines, parts joined per stream; written from the CRI format's description alone.
    private static List<string> Count(string root)
    {
        List<string> bodies = [];
        foreach (var container in Directory.GetDirectories(root).SelectMany(Directory.GetDirectories))
        {
            Dictionary<string, List<byte>> open = [];
            var files = Directory.GetFiles(container).Where(f => !f.EndsWith(".tmp", StringComparison.Ordinal))
                .OrderBy(f => f.EndsWith(".log", StringComparison.Ordinal) ? "z" : f, StringComparer.Ordinal);
            foreach (var file in files)
            {
                foreach (var line in Lines(file))
                {
                    var text = Encoding.Latin1.GetString(line);
                    var fields = text.Split(' ', 4);
                    if (!open.TryGetValue(fields[1], out var pending))
                    {
                        open[fields[1]] = pending = [];
                    }

                    pending.AddRange(Encoding.Latin1.GetBytes(fields.Length > 3 ? fields[3] : ""));
                    if (fields[2] == "F")
                    {
                        bodies.Add(Encoding.UTF8.GetString([.. pending]));
                        pending.Clear();
                    }
                }
            }
        }

        return bodies;
    }

    private static IEnumerable<byte[]> Lines(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            {
                gzip.CopyTo(plain);
            }

            bytes = plain.ToArray();
        }

        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            if (end < 0)
            {
                yield break;
            }

            yield return bytes[start..end];
            start = end + 1;
        }
    }
}
