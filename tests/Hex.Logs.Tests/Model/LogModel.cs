using System.Globalization;
using Hex.Logs.Tests.Reading;

namespace Hex.Logs.Tests.Model;

/// <summary>A container that logs and a kubelet that rotates, remembering what a reader must deliver.</summary>
internal sealed class LogModel(LogTree tree, Random random)
{
    private readonly List<string> _rotated = [];
    private int _next;
    private int _seconds;
    private int _restart;
    private (string Text, string Body, string Stream)? _torn;
    private readonly Dictionary<string, (int Number, int Parts)> _open = [];

    /// <summary>The bodies of each stream, in the order they were written.</summary>
    public Dictionary<string, List<string>> Expected { get; } = new() { ["stdout"] = [], ["stderr"] = [] };

    public string Current => Path.Combine(tree.Container, string.Create(CultureInfo.InvariantCulture, $"{_restart}.log"));

    public void Line()
    {
        Finish();
        var stream = Stream();
        if (_open.ContainsKey(stream))
        {
            Part(stream, last: true);
            return;
        }

        var body = Body();
        Write(body, stream, "F");
        Expected[stream].Add(body);
    }

    /// <summary>A part of a long line, maybe its first, never its last.</summary>
    public void Part()
    {
        Finish();
        Part(Stream(), last: false);
    }

    /// <summary>Half a line; the rest comes with the next thing that is written.</summary>
    public void Torn()
    {
        Finish();
        var stream = Stream();
        if (_open.ContainsKey(stream))
        {
            return;
        }

        var body = Body();
        var text = LogTree.Line(body, stream, second: _seconds);
        var cut = random.Next(1, text.Length - 1);
        tree.Append(text[..cut], Current);
        _torn = (text[cut..], body, stream);
    }

    /// <summary>Renames, writes a little more to the old file, makes the new one; or fails to, and renames back.</summary>
    public void Rotate()
    {
        Finish();
        if (!File.Exists(Current))
        {
            return;
        }

        var old = $"{Current}.20261121-{100000 + _seconds:000000}";
        _seconds++;
        File.Move(Current, old);
        var current = Current;
        for (var late = random.Next(3); late > 0; late--)
        {
            var stream = Stream();
            if (!_open.ContainsKey(stream))
            {
                var body = Body();
                tree.Append(LogTree.Line(body, stream, second: _seconds), old);
                Expected[stream].Add(body);
            }
        }

        if (random.Next(5) == 0)
        {
            File.Move(old, current);
            return;
        }

        _seconds++;
        File.WriteAllText(current, "");
        foreach (var earlier in _rotated.Where(f => f.Contains($"{Path.DirectorySeparatorChar}{_restart}.log.", StringComparison.Ordinal)).ToList())
        {
            if (!earlier.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(earlier))
            {
                _rotated[_rotated.IndexOf(earlier)] = LogTree.Gzip(earlier);
            }
        }

        _rotated.Add(old);
    }

    /// <summary>The container ends and starts again.</summary>
    public void Restart()
    {
        Finish();
        foreach (var stream in _open.Keys.ToList())
        {
            Part(stream, last: true);
        }

        _restart++;
        _seconds++;
        File.WriteAllText(Current, "");
    }

    /// <summary>Deletes the oldest generation, as the kubelet does beyond its limit. Only while a reader that has seen it is alive, or it would be lost.</summary>
    public bool DeleteOldest()
    {
        if (_rotated.Count < 2 || _open.Count > 0)
        {
            return false;
        }

        File.Delete(_rotated[0]);
        _rotated.RemoveAt(0);
        return true;
    }

    /// <summary>Everything that was begun comes to its end.</summary>
    public void End()
    {
        Finish();
        foreach (var stream in _open.Keys.ToList())
        {
            Part(stream, last: true);
        }
    }

    private void Finish()
    {
        if (_torn is { } torn)
        {
            tree.Append(torn.Text, Current);
            Expected[torn.Stream].Add(torn.Body);
            _torn = null;
        }
    }

    private void Part(string stream, bool last)
    {
        if (!_open.TryGetValue(stream, out var open))
        {
            open = (_next++, 0);
        }

        Write($"{open.Number}.{open.Parts};", stream, last ? "F" : "P");
        open.Parts++;
        _open[stream] = open;
        if (last)
        {
            Expected[stream].Add(string.Concat(Enumerable.Range(0, open.Parts).Select(i => $"{open.Number}.{i};")));
            _open.Remove(stream);
        }
    }

    private void Write(string body, string stream, string tag) => tree.Append(LogTree.Line(body, stream, tag, _seconds), Current);

    private string Body() => $"{_next++} {new string('x', random.Next(200))}";

    private string Stream() => random.Next(3) == 0 ? "stderr" : "stdout";
}
