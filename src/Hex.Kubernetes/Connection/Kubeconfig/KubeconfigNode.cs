using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hex.Kubernetes;

/// <summary>A value of a kubeconfig that knows its file, its field and its line. Built from YAML events: no reflection, no object graph.</summary>
internal sealed class KubeconfigNode
{
    // A kubeconfig nests five deep; aliases are resolved to nothing, so a small file cannot become a large tree.
    private const int MaxDepth = 32;

    private readonly string _file;
    private readonly string _field;
    private readonly long _line;
    private readonly string? _scalar;
    private readonly List<(string Key, KubeconfigNode Value)>? _entries;
    private readonly List<KubeconfigNode>? _elements;

    private KubeconfigNode(string file, string field, long line, string? scalar, List<(string, KubeconfigNode)>? entries, List<KubeconfigNode>? elements) =>
        (_file, _field, _line, _scalar, _entries, _elements) = (file, field, line, scalar, entries, elements);

    public static KubeconfigNode Parse(string file, TextReader text)
    {
        try
        {
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return new KubeconfigNode(file, "", 1, null, [], null);
            }

            return Read(parser, file, "", 0);
        }
        catch (YamlException exception)
        {
            // The parser's message may quote the text around the fault, which may be a secret.
            throw new KubernetesConfigurationException($"{file}, line {exception.Start.Line}: this is no YAML");
        }
    }

    private static KubeconfigNode Read(IParser parser, string file, string field, int depth)
    {
        var line = parser.Current?.Start.Line ?? 0;
        if (depth > MaxDepth)
        {
            throw new KubernetesConfigurationException($"{file}, line {line}: nested deeper than a kubeconfig is");
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            var entries = new List<(string, KubeconfigNode)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.TryConsume<Scalar>(out var scalar)
                    ? scalar.Value
                    : throw new KubernetesConfigurationException($"{file}, line {line}: a key of '{field}' is no word");
                entries.Add((key, Read(parser, file, field.Length == 0 ? key : $"{field}.{key}", depth + 1)));
            }

            return new KubeconfigNode(file, field, line, null, entries, null);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var elements = new List<KubeconfigNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                elements.Add(Read(parser, file, $"{field}[{elements.Count}]", depth + 1));
            }

            return new KubeconfigNode(file, field, line, null, null, elements);
        }

        if (parser.TryConsume<Scalar>(out var value))
        {
            var isNull = value.Style == ScalarStyle.Plain && value.Value is "" or "null" or "~";
            return new KubeconfigNode(file, field, line, isNull ? null : value.Value, null, null);
        }

        throw new KubernetesConfigurationException($"{file}, line {line}: '{field}' is an alias; write the value itself");
    }

    /// <summary>The value of a key; null when it is absent, null or empty.</summary>
    public KubeconfigNode? this[string key]
    {
        get
        {
            if (_entries is null)
            {
                return _scalar is null && _elements is null ? null : throw Wrong("a mapping");
            }

            foreach (var (name, value) in _entries)
            {
                if (name == key)
                {
                    return value._scalar is { Length: > 0 } || value._entries is not null || value._elements is not null ? value : null;
                }
            }

            return null;
        }
    }

    public string Text => _scalar ?? throw Wrong("a text");

    public bool Boolean => Text switch
    {
        "true" => true,
        "false" => false,
        _ => throw Wrong("true or false"),
    };

    public IReadOnlyList<KubeconfigNode> Elements => _elements ?? throw Wrong("a list");

    public KubeconfigNode Required(string key) => this[key] ?? throw Fault($"'{Name(key)}' is missing");

    /// <summary>The element whose <c>name</c> is this, e.g. a user.</summary>
    public KubeconfigNode Named(string name, string kind)
    {
        foreach (var element in Elements)
        {
            if (element["name"]?.Text == name)
            {
                return element[kind] ?? throw element.Fault($"'{element._field}.{kind}' is missing");
            }
        }

        var known = string.Join(", ", Elements.Select(element => element["name"]?.Text).Where(text => text is not null).Take(20));
        throw Fault($"no {kind} is named '{name}'; there are: {(known.Length == 0 ? "none" : known)}");
    }

    public byte[] Base64()
    {
        try
        {
            return Convert.FromBase64String(Text);
        }
        catch (FormatException)
        {
            throw Wrong("base64");
        }
    }

    /// <summary>An error that names the file, the line and what is wrong with the field; never the value.</summary>
    public KubernetesConfigurationException Fault(string what) => new($"{_file}, line {_line}: {what}");

    public KubernetesConfigurationException Wrong(string expected) => Fault($"'{_field}' must be {expected}");

    private string Name(string key) => _field.Length == 0 ? key : $"{_field}.{key}";
}
