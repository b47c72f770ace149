using System.Text;
using System.Text.Json;

namespace Hex.Testing.Node;

/// <summary>Joins the lines of one run of a container, whose files come one after the other.</summary>
internal sealed class LogRunReader(string @namespace, string pod, string uid, string container, int run)
{
    private readonly MemoryStream[] _content = [new(), new()];
    private readonly int[] _parts = new int[2];
    private readonly string[] _time = ["", ""];

    public IEnumerable<FoundRecord> Lines(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            if (file[at] == 0)
            {
                at++;
                continue;
            }

            var end = Array.IndexOf(file, (byte)'\n', at);
            var line = file.AsMemory(at, (end < 0 ? file.Length : end) - at);
            at = end < 0 ? file.Length : end + 1;
            if (Record(line, isTorn: end < 0) is { } record)
                yield return record;
        }
    }

    /// <summary>Parts whose end never came.</summary>
    public IEnumerable<FoundRecord> End()
    {
        foreach (var stream in new[] { LogStream.Stdout, LogStream.Stderr })
        {
            if (_parts[(int)stream] > 0)
                yield return Take(stream, isIncomplete: true);
        }
    }

    private FoundRecord? Record(ReadOnlyMemory<byte> line, bool isTorn)
    {
        if (isTorn || !(line.Span[..Math.Min(1, line.Length)] is [(byte)'{'] ? Docker(line, out var part) : Cri(line.Span, out part)))
            return new FoundRecord(@namespace, pod, uid, container, run, null, "", line.ToArray(), 1, isTorn);
        var stream = (int)part.Stream;
        if (_parts[stream]++ == 0)
            _time[stream] = part.Time;
        _content[stream].Write(part.Content);
        return part.IsEnd ? Take(part.Stream, isIncomplete: false) : null;
    }

    private FoundRecord Take(LogStream stream, bool isIncomplete)
    {
        var s = (int)stream;
        var record = new FoundRecord(@namespace, pod, uid, container, run, stream, _time[s], _content[s].ToArray(), _parts[s], isIncomplete);
        _content[s].SetLength(0);
        _parts[s] = 0;
        return record;
    }

    /// <summary>time SP stream SP tag *(":" tag) SP content; the tag P is a part, F an end.</summary>
    private static bool Cri(ReadOnlySpan<byte> line, out (LogStream Stream, string Time, byte[] Content, bool IsEnd) part)
    {
        part = default;
        var words = new List<string>();
        while (words.Count < 3)
        {
            var space = line.IndexOf((byte)' ');
            if (space < 0)
                return false;
            words.Add(Encoding.Latin1.GetString(line[..space]));
            line = line[(space + 1)..];
        }

        var tag = words[2].Split(':')[0];
        if (tag is not ("P" or "F") || !DateTimeOffset.TryParse(words[0], null, out _) || !Stream(words[1], out var stream))
            return false;
        part = (stream, words[0], line.ToArray(), tag == "F");
        return true;
    }

    private static bool Docker(ReadOnlyMemory<byte> line, out (LogStream Stream, string Time, byte[] Content, bool IsEnd) part)
    {
        part = default;
        try
        {
            using var entry = JsonDocument.Parse(line);
            var log = entry.RootElement.GetProperty("log").GetString()!;
            if (!Stream(entry.RootElement.GetProperty("stream").GetString()!, out var stream))
                return false;
            var isEnd = log.EndsWith('\n');
            part = (stream, entry.RootElement.GetProperty("time").GetString()!, Encoding.UTF8.GetBytes(isEnd ? log[..^1] : log), isEnd);
            return true;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Stream(string name, out LogStream stream)
    {
        stream = name == "stderr" ? LogStream.Stderr : LogStream.Stdout;
        return name is "stdout" or "stderr";
    }
}
