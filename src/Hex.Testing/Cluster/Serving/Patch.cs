using System.Text.Json;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// A PATCH body: JSON merge patch (RFC 7386) or JSON patch (RFC 6902). A strategic merge patch is taken where it means the same
/// as a merge patch, that is without lists; server-side apply is not served.
/// </summary>
internal abstract class Patch
{
    private static readonly string[] Accepted = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];

    public static Patch Parse(string? contentType, byte[] body)
    {
        var type = (contentType ?? "").Split(';')[0].Trim();
        try
        {
            switch (type)
            {
                case "application/merge-patch+json":
                    return new MergePatch(ObjectJson.ToNode(body));
                case "application/strategic-merge-patch+json" when ObjectJson.ToNode(body) is var merge && !HasList(merge):
                    return new MergePatch(merge);
                case "application/json-patch+json":
                    return new JsonPatch(JsonNode.Parse(body) as JsonArray ?? throw new ArgumentException("not a list of operations", nameof(body)));
                default:
                    throw UnsupportedMediaType(Accepted);
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw ApiException.BadRequest("error decoding patch: " + e.Message);
        }
    }

    public static ApiException UnsupportedMediaType(IEnumerable<string> accepted)
    {
        var message = "the body of the request was in an unknown format - accepted media types include: " + string.Join(", ", accepted);
        return new(new(415, "UnsupportedMediaType", message) { Details = [] });
    }

    /// <summary>The object after the patch; the given one may be changed.</summary>
    /// <exception cref="ApiException">422 when the patch does not fit the object.</exception>
    public abstract JsonObject ApplyTo(JsonObject target);

    private static bool HasList(JsonNode? node) => node switch
    {
        JsonArray => true,
        JsonObject map => map.Any(member => HasList(member.Value)),
        _ => false,
    };

    private sealed class MergePatch(JsonObject patch) : Patch
    {
        public override JsonObject ApplyTo(JsonObject target) => Merge(target, patch);

        private static JsonObject Merge(JsonObject target, JsonObject patch)
        {
            foreach (var (name, value) in patch)
            {
                if (value is null)
                    target.Remove(name);
                else if (value is JsonObject child)
                    target[name] = Merge(target[name] is JsonObject present ? (JsonObject)present.DeepClone() : [], child);
                else
                    target[name] = value.DeepClone();
            }

            return target;
        }
    }
}
