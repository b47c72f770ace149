using System.Text.Json.Nodes;
using Hex.Shared;

namespace Hex.Kubernetes.Tests;

/// <summary>Recorded answers of a real API server.</summary>
internal static class Fixture
{
    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Repository.Fixtures, "kubernetes", path));

    /// <summary>The items of a recorded list, each as it stands in the list.</summary>
    public static IEnumerable<JsonObject> Items(string list) => JsonNode.Parse(Read($"lists/{list}.json"))!["items"]!.AsArray().Select(item => item!.AsObject());

    public static JsonObject Item(string list, string name) => Items(list).Single(item => item["metadata"]!["name"]!.GetValue<string>() == name);

    public static JsonObject ItemStarting(string list, string prefix) =>
        Items(list).First(item => item["metadata"]!["name"]!.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal));

    public static byte[] Utf8(JsonNode node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
}
