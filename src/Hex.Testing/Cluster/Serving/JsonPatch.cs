using System.Text.Json.Nodes;

namespace Hex.Testing.Cluster.Serving;

/// <summary>JSON patch, RFC 6902; a failing <c>test</c> or a missing path is 422 and changes nothing.</summary>
internal sealed class JsonPatch(JsonArray operations) : Patch
{
    public override JsonObject ApplyTo(JsonObject target)
    {
        var root = (JsonObject)target.DeepClone();
        foreach (var operation in operations)
        {
            var path = Pointer(operation, "path");
            switch (operation?["op"]?.GetValue<string>())
            {
                case "add":
                    Add(root, path, operation["value"]?.DeepClone());
                    break;
                case "remove":
                    Remove(root, path);
                    break;
                case "replace":
                    Remove(root, path);
                    Add(root, path, operation["value"]?.DeepClone());
                    break;
                case "test" when JsonNode.DeepEquals(Find(root, path), operation["value"]):
                    break;
                case "test":
                    throw Unprocessable($"testing value {operation["path"]} failed");
                case "copy":
                    Add(root, path, Find(root, Pointer(operation, "from"))?.DeepClone());
                    break;
                case "move":
                    var moved = Find(root, Pointer(operation, "from"))?.DeepClone();
                    Remove(root, Pointer(operation, "from"));
                    Add(root, path, moved);
                    break;
                case var other:
                    throw ApiException.BadRequest($"unknown JSON patch operation '{other}'");
            }
        }

        return root;
    }

    private static string[] Pointer(JsonNode? operation, string member)
    {
        var text = operation?[member]?.GetValue<string>() ?? throw ApiException.BadRequest($"JSON patch operation without '{member}'");
        return [.. text.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode? Find(JsonNode root, ReadOnlySpan<string> path)
    {
        JsonNode? node = root;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject map when map.ContainsKey(step) => map[step],
                JsonArray list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list[index],
                _ => throw Unprocessable($"missing path '/{string.Join('/', path.ToArray())}'"),
            };
        }

        return node;
    }

    private static void Add(JsonObject root, string[] path, JsonNode? value)
    {
        switch (Find(root, path.AsSpan(0, Math.Max(0, path.Length - 1))))
        {
            case JsonObject map when path.Length > 0:
                map[path[^1]] = value;
                break;
            case JsonArray list when path[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when int.TryParse(path[^1], out var index) && index >= 0 && index <= list.Count:
                list.Insert(index, value);
                break;
            default:
                throw Unprocessable($"missing path '/{string.Join('/', path)}'");
        }
    }

    private static void Remove(JsonObject root, string[] path)
    {
        Find(root, path);
        if (path.Length == 0)
            throw Unprocessable("the whole object cannot be removed");
        var parent = Find(root, path.AsSpan(0, path.Length - 1));
        if (parent is JsonObject map)
            map.Remove(path[^1]);
        else
            ((JsonArray)parent!).RemoveAt(int.Parse(path[^1]));
    }

    private static ApiException Unprocessable(string why) =>
        new(new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}") { Details = [] });
}
