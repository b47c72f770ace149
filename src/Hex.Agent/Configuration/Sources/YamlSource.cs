using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hex.Agent.Configuration.Sources;

/// <summary>
/// Reads a YAML file as dotted keys with their lines, by the parser's events: no reflection, and every problem of the file at once.
/// One document, a mapping; anchors, aliases and merge keys are not taken.
/// </summary>
internal sealed class YamlSource(string path, OptionTable table, ICollection<Problem> problems)
{
    private readonly List<Setting> _settings = [];

    /// <summary>A configuration is a few kilobytes; a file larger than this is another file.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    public IReadOnlyList<Setting> Read()
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                Add(default, "", $"the file is larger than {MaxFileBytes / 1024} KiB and cannot be a configuration");
                return [];
            }

            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Add(default, "", e is FileNotFoundException or DirectoryNotFoundException
                ? "the configuration file does not exist"
                : $"the configuration file cannot be read: {e.Message}");
            return [];
        }

        return Read(text);
    }

    public IReadOnlyList<Setting> Read(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            var parser = new Parser(scanner);
            parser.Consume<StreamStart>();
            if (parser.TryConsume<DocumentStart>(out _))
            {
                ReadRoot(parser);
                parser.Consume<DocumentEnd>();
                if (parser.Current is DocumentStart second)
                {
                    Add(second.Start, "", "a second YAML document starts here; the configuration is one document");
                }
            }
        }
        catch (YamlException e)
        {
            Add(e.Start, "", $"not YAML: {Message(e)}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner trips over some texts instead of refusing them, e.g. an unclosed { before a key.
            Add(scanner.CurrentPosition, "", "not YAML: something here or in the line before is not closed or not quoted");
        }

        return _settings;
    }

    private void ReadRoot(Parser parser)
    {
        if (parser.Current is MappingStart)
        {
            ReadMapping(parser, "");
        }
        else if (parser.Current is not Scalar { Value: "" })
        {
            Add(parser.Current!.Start, "", "the file is not a mapping of keys to values");
            parser.SkipThisAndNestedEvents();
        }
        else
        {
            parser.MoveNext();
        }
    }

    private void ReadMapping(Parser parser, string prefix)
    {
        parser.Consume<MappingStart>();
        var lines = new Dictionary<string, long>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar name)
            {
                Add(parser.Current!.Start, prefix, "a key here is not a text");
                parser.SkipThisAndNestedEvents();
                parser.SkipThisAndNestedEvents();
                continue;
            }

            parser.MoveNext();
            var key = prefix.Length == 0 ? name.Value : $"{prefix}.{name.Value}";
            if (lines.TryAdd(name.Value, name.Start.Line))
            {
                ReadEntry(parser, name, key);
                continue;
            }

            Add(name.Start, key, $"stands here twice; first in line {lines[name.Value]}");
            parser.SkipThisAndNestedEvents();
        }
    }

    private void ReadEntry(Parser parser, Scalar name, string key)
    {
        if (table.Find(key) is { } option)
        {
            ReadOption(parser, option, key, name.Start);
        }
        else if (!table.IsSection(key))
        {
            Add(name.Start, key, table.UnknownKey(key));
            parser.SkipThisAndNestedEvents();
        }
        else if (parser.Current is MappingStart)
        {
            ReadMapping(parser, key);
        }
        else if (parser.Current is Scalar { Value: "" or "~" or "null", Style: ScalarStyle.Plain })
        {
            parser.MoveNext();
        }
        else
        {
            Add(parser.Current!.Start, key, $"is a section, not a value; its keys: {table.KeysOfSection(key)}");
            parser.SkipThisAndNestedEvents();
        }
    }

    private void ReadOption(Parser parser, Option option, string key, Mark start)
    {
        var origin = At(parser.Current!.Start);
        RawValue? value = parser.Current switch
        {
            Scalar => ReadScalar(parser),
            SequenceStart => ReadList(parser, key),
            MappingStart when option.IsMap => ReadMap(parser, key),
            _ => null,
        };
        if (value is null)
        {
            Add(parser.Current!.Start, key, $"expects a {option.KindName}; allowed: {option.Allowed}");
            parser.SkipThisAndNestedEvents();
            return;
        }

        if (_settings.Find(setting => setting.Key == option.Key) is { } first)
        {
            Add(start, key, $"is set twice; first in line {first.Origin.Line}");
            return;
        }

        _settings.Add(new Setting(option.Key, value, origin));
    }

    private static RawScalar ReadScalar(Parser parser)
    {
        var scalar = parser.Consume<Scalar>();
        return new RawScalar(scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" } ? "" : scalar.Value);
    }

    private RawList ReadList(Parser parser, string key)
    {
        var items = new List<string>();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.Current is Scalar)
            {
                items.Add(ReadScalar(parser).Value);
                continue;
            }

            Add(parser.Current!.Start, key, "an item of the list is not a text");
            parser.SkipThisAndNestedEvents();
        }

        return new RawList(items);
    }

    private RawMap ReadMap(Parser parser, string key)
    {
        var entries = new List<KeyValuePair<string, string>>();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var name) && parser.Current is Scalar)
            {
                if (entries.Exists(entry => entry.Key == name.Value))
                {
                    Add(name.Start, $"{key}.{name.Value}", "is set twice");
                }

                entries.Add(new(name.Value, ReadScalar(parser).Value));
                continue;
            }

            Add(parser.Current!.Start, key, "an entry of the map is not a text");
            parser.SkipThisAndNestedEvents();
        }

        return new RawMap(entries);
    }

    private void Add(Mark mark, string key, string message) => problems.Add(new Problem(At(mark), key, message));

    private Origin At(Mark mark) => new(path, (int)mark.Line, (int)mark.Column);

    /// <summary>The parser's message without the position it puts in front, which ours has already.</summary>
    private static string Message(YamlException e)
    {
        var end = e.Message.IndexOf("): ", StringComparison.Ordinal);
        return e.Message.StartsWith('(') && end > 0 ? e.Message[(end + 3)..] : e.Message;
    }
}
