using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hex.Testing.Cluster;

namespace Hex.Testing.Tests.Cluster;

/// <summary>Whatever happens to the objects, a list and the watch after it add up to the list at the end.</summary>
public sealed class WatchPropertyTests
{
    private static readonly string[] Selectors = ["", "&fieldSelector=spec.nodeName%3Da", "&labelSelector=x%3D1", "&labelSelector=x%3D1&fieldSelector=spec.nodeName!%3Da"];

    [Fact]
    public void List_and_watch_add_up_to_the_state()
    {
        // An operation: which of five pods, and what: 0 delete, 1 to 4 a node and a label.
        var operation = Gen.Zip(Gen.Choose(0, 4), Gen.Choose(0, 4));
        var schedule = Gen.Zip(operation.ArrayOf(40), Gen.Zip(Gen.Choose(0, 40), Gen.Choose(0, Selectors.Length - 1)));
        Prop.ForAll(schedule.ToArbitrary(), s => AddsUpAsync(s.Item1, s.Item2.Item1, Selectors[s.Item2.Item2]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static async Task<bool> AddsUpAsync((int Pod, int What)[] operations, int listAfter, string selector)
    {
        await using var cluster = await SimulatedCluster.StartAsync(new() { Contents = ClusterContents.Empty });
        using var client = new ClusterClient(cluster, cluster.HttpUrl);
        foreach (var (pod, what) in operations.Take(listAfter))
            Apply(cluster.Objects, pod, what);

        var view = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var revision = "";
        var next = "";
        do
        {
            var page = JsonNode.Parse(await client.TextAsync($"/api/v1/pods?limit=2{selector}{next}"))!;
            foreach (var item in page["items"]!.AsArray())
                view.Add((string)item!["metadata"]!["name"]!, item.ToJsonString());
            revision = (string)page["metadata"]!["resourceVersion"]!;
            next = page["metadata"]!["continue"] is { } token ? $"&continue={(string)token!}" : "";
        }
        while (next.Length > 0);

        foreach (var (pod, what) in operations.Skip(listAfter))
            Apply(cluster.Objects, pod, what);
        using (var watch = await client.WatchAsync($"/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion={revision}{selector}"))
        {
            await cluster.Requests.WaitForWatchesAsync("pods", 1, ClusterClient.Soon);
            cluster.SendBookmarks();
            while (!Take(view, await watch.NextAsync() ?? throw new InvalidOperationException("ended"), cluster.Objects.Revision))
            {
            }
        }

        var state = JsonNode.Parse(await client.TextAsync($"/api/v1/pods?{selector}"))!["items"]!.AsArray().Select(item => item!.ToJsonString()).ToList();
        Assert.Equal(state, view.Values);
        return true;
    }

    private static void Apply(ClusterObjects objects, int pod, int what)
    {
        var name = $"pod-{pod}";
        if (what == 0)
            objects.Delete("pods", "default", name);
        else if (objects.Find("pods", "default", name) is null)
            objects.Create("pods", $$$"""{"metadata":{"name":"{{{name}}}","namespace":"default","labels":{"x":"{{{what % 2}}}"}},"spec":{"nodeName":"{{{(what < 3 ? "a" : "b")}}}"}}""");
        else
            objects.Change("pods", "default", name, o => (o["metadata"]!["labels"]!["x"], o["spec"]!["nodeName"]) = ($"{what % 2}", what < 3 ? "a" : "b"));
    }

    // True at the bookmark that says that everything was seen.
    private static bool Take(SortedDictionary<string, string> view, string line, long last)
    {
        var json = JsonNode.Parse(line)!;
        var item = (JsonObject)json["object"]!;
        var name = (string?)item["metadata"]!["name"] ?? "";
        item.Remove("kind");
        item.Remove("apiVersion");
        switch ((string)json["type"]!)
        {
            case "BOOKMARK":
                return (string)item["metadata"]!["resourceVersion"]! == last.ToString();
            case "ADDED":
                view.Add(name, item.ToJsonString());
                break;
            case "MODIFIED":
                Assert.True(view.ContainsKey(name), "MODIFIED what was not there");
                view[name] = item.ToJsonString();
                break;
            case "DELETED":
                Assert.True(view.Remove(name), "DELETED what was not there");
                break;
            case var other:
                throw new JsonException(other);
        }

        return false;
    }
}
