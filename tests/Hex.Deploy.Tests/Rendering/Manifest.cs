using YamlDotNet.RepresentationModel;

namespace Hex.Deploy.Tests.Rendering;

/// <summary>One Kubernetes object, or a part of one.</summary>
internal sealed class Manifest(YamlNode node)
{
    public string Kind => Text("kind")!;

    public string Name => Text("metadata", "name")!;

    /// <summary>The items of a list; none when it is not there.</summary>
    public IReadOnlyList<Manifest> Items => node is YamlSequenceNode list ? [.. list.Select(item => new Manifest(item))] : [];

    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.ToString())];

    /// <summary>The keys of a mapping.</summary>
    public IReadOnlyList<string> Keys => node is YamlMappingNode map ? [.. map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)] : [];

    /// <summary>The pods that a DaemonSet or Deployment makes.</summary>
    public Manifest Pod => At("spec", "template", "spec");

    public Manifest Container => Pod.At("containers").Items.Single();

    public static IEnumerable<Manifest> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => new Manifest(document.RootNode))];
    }

    public bool Has(params string[] path) => Find(path) is not null;

    /// <summary>A part; an empty list or mapping when it is not there.</summary>
    public Manifest At(params string[] path) => new(Find(path) ?? new YamlMappingNode());

    /// <summary>A scalar; null when it is not there.</summary>
    public string? Text(params string[] path) => (Find(path) as YamlScalarNode)?.Value;

    /// <summary>Every scalar by its path, e.g. <c>spec.template.spec.containers[0].name</c>.</summary>
    public Dictionary<string, string> Flat()
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(node, "", flat);
        return flat;
    }

    public override string ToString() => node is YamlScalarNode scalar ? scalar.Value ?? "" : node.ToString();

    private static void Flatten(YamlNode node, string path, Dictionary<string, string> flat)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                    Flatten(value, path.Length == 0 ? key.ToString() : $"{path}.{key}", flat);
                break;
            case YamlSequenceNode list:
                for (var index = 0; index < list.Children.Count; index++)
                    Flatten(list.Children[index], $"{path}[{index}]", flat);
                break;
            case YamlScalarNode scalar:
                flat[path] = scalar.Value ?? "";
                break;
        }
    }

    private YamlNode? Find(string[] path)
    {
        var found = node;
        foreach (var step in path)
        {
            if (found is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(step), out found))
                return null;
        }

        return found;
    }
}
