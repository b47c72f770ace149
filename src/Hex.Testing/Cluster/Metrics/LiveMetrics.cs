using System.Globalization;
using System.Text;
using System.Text.Json;
using Hex.Testing.Cluster.Resources;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Metrics;

/// <summary>
/// Makes up NodeMetrics and PodMetrics as metrics-server would have them: only pods whose containers all run, time stamps some
/// seconds old that advance every 15 s, usage that wanders with the step. The same object and step give the same item.
/// </summary>
internal sealed class LiveMetrics(ClusterStore store, ResourceRegistry resources, TimeProvider clock)
{
    private const long StepSeconds = 15;
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public IEnumerable<StoredObject> Items(string plural) => All(plural).Select(Make).OfType<StoredObject>();

    public StoredObject? Find(string plural, string path) => store.Find(resources.Named(plural), path) is { } found ? Make(found) : null;

    private List<StoredObject> All(string plural) =>
        store.Use(resources.Named(plural), table => table.From("").Where(o => !o.Deleted).ToList());

    private StoredObject? Make(StoredObject source)
    {
        using var json = JsonDocument.Parse(source.Json);
        var root = json.RootElement;
        var containers = source.Key.Namespace.Length == 0 ? [] : RunningContainers(root);
        if (containers is null)
            return null;

        var now = clock.GetUtcNow();
        var step = now.ToUnixTimeSeconds() / StepSeconds;
        var seed = Hash(source.Key.Path);
        var timestamp = DateTimeOffset.FromUnixTimeSeconds((step * StepSeconds) - (long)(seed % StepSeconds));
        var labels = root.GetProperty("metadata").TryGetProperty("labels", out var own) ? $",\"labels\":{own.GetRawText()}" : "";
        var ns = source.Key.Namespace.Length == 0 ? "" : $"\"namespace\":{Json.GoJson.Quote(source.Key.Namespace)},";
        var text = new StringBuilder(512)
            .Append("{\"metadata\":{\"name\":").Append(Json.GoJson.Quote(source.Key.Name)).Append(',').Append(ns)
            .Append("\"creationTimestamp\":\"").Append(now.ToString(Rfc3339, CultureInfo.InvariantCulture)).Append('"').Append(labels)
            .Append("},\"timestamp\":\"").Append(timestamp.ToString(Rfc3339, CultureInfo.InvariantCulture))
            .Append("\",\"window\":\"").Append(10 + (seed % 15)).Append('.').Append(100 + (seed % 899)).Append("s\",");
        if (source.Key.Namespace.Length == 0)
            AppendUsage(text.Append("\"usage\":"), seed ^ (ulong)step, nanocores: 2_000_000_000, kibibytes: 8 * 1024 * 1024);
        else
            AppendContainers(text, containers, seed ^ (ulong)step);
        return new(source.Key, revision: 0, Encoding.UTF8.GetBytes(text.Append('}').ToString()), deleted: false, previous: null);
    }

    private static void AppendContainers(StringBuilder text, List<string> containers, ulong seed)
    {
        text.Append("\"containers\":[");
        for (var i = 0; i < containers.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"name\":").Append(Json.GoJson.Quote(containers[i])).Append(",\"usage\":");
            AppendUsage(text, seed + Hash(containers[i]), nanocores: 200_000_000, kibibytes: 65_536);
            text.Append('}');
        }

        text.Append(']');
    }

    private static void AppendUsage(StringBuilder text, ulong seed, ulong nanocores, ulong kibibytes)
    {
        var random = Mix(seed);
        text.Append("{\"cpu\":\"").Append(random % nanocores).Append("n\",\"memory\":\"").Append(256 + (Mix(random) % kibibytes)).Append("Ki\"}");
    }

    // Null unless the pod runs and every container that should run does.
    private static List<string>? RunningContainers(JsonElement pod)
    {
        if (!pod.TryGetProperty("status", out var status) || !status.TryGetProperty("phase", out var phase) || !phase.ValueEquals("Running"))
            return null;
        var names = new List<string>();
        foreach (var list in (string[])["initContainerStatuses", "containerStatuses"])
        {
            if (!status.TryGetProperty(list, out var statuses) || statuses.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var container in statuses.EnumerateArray())
            {
                if (container.TryGetProperty("state", out var state) && state.TryGetProperty("running", out _))
                    names.Add(container.GetProperty("name").GetString()!);
                else if (list == "containerStatuses")
                    return null;
            }
        }

        return names.Count == 0 ? null : names;
    }

    // FNV-1a: stable between processes, which string.GetHashCode is not.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9UL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebUL;
        return x ^ (x >> 31);
    }
}
