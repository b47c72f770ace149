using System.Text;
using System.Text.Json;
using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>Writes the README's table of values from values.schema.json (what they are) and values.yaml (their defaults).</summary>
internal static class ValueTable
{
    public static string Write()
    {
        var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json"))).RootElement;
        var values = Manifest.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml"))).Single();
        var table = new StringBuilder().AppendLine("| value | default | what |").AppendLine("|---|---|---|");
        foreach (var (key, value) in Leaves(schema, ""))
        {
            var what = value.GetProperty("description").GetString()!.Replace("|", "\\|", StringComparison.Ordinal);
            table.AppendLine($"| `{key}` | {Default(values, key)} | {what}{Allowed(value)} |");
        }

        return table.ToString();
    }

    private static IEnumerable<(string Key, JsonElement Value)> Leaves(JsonElement schema, string path)
    {
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            var key = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            // What has a description is one value to its user, whatever is inside.
            if (property.Value.TryGetProperty("description", out _))
                yield return (key, property.Value);
            else
                foreach (var leaf in Leaves(property.Value, key))
                    yield return leaf;
        }
    }

    private static string Allowed(JsonElement value)
    {
        var items = value.TryGetProperty("items", out var list) ? list : value;
        return items.TryGetProperty("enum", out var choices) ? $" Allowed: {string.Join(", ", choices.EnumerateArray().Select(one => $"`{one.GetString()}`"))}." : "";
    }

    private static string Default(Manifest values, string key)
    {
        var path = key.Split('.');
        if (!values.Has(path))
            return "";
        var scalars = values.At(path).Flat();
        return scalars switch
        {
            { Count: 0 } => "",
            { Count: 1 } when scalars.TryGetValue("", out var scalar) => scalar.Length == 0 ? "" : $"`{scalar}`",
            _ when scalars.Keys.All(one => one.EndsWith(']')) => $"`[{string.Join(", ", scalars.Values)}]`",
            _ => string.Join(", ", scalars.Select(pair => $"`{pair.Key}={pair.Value}`")),
        };
    }
}
