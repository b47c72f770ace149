using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hex.Shared;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>Recorded events, and what must become of them: worked out from the JSON itself, without any code of the library.</summary>
internal static class RecordedEvents
{
    public static IEnumerable<byte[]> Lines(string file) =>
        File.ReadAllText(Path.Combine(Repository.Fixtures, "kubernetes", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes);

    public static long Occurrences(JsonObject item) =>
        new[] { Number(item["count"]), Number(item["deprecatedCount"]), Number(item["series"]?["count"]), 1 }.Max();

    /// <summary>The records of a stream: every growth of a count, with its delta where the earlier count was seen.</summary>
    public static List<ExpectedRecord> Of(IEnumerable<byte[]> lines)
    {
        var counts = new Dictionary<string, long>();
        var records = new List<ExpectedRecord>();
        foreach (var line in lines)
        {
            var frame = JsonNode.Parse(line)!;
            if (frame["type"]!.GetValue<string>() is "ADDED" or "MODIFIED")
            {
                Add(records, counts, frame["object"]!.AsObject());
            }
        }

        return records;
    }

    public static void Add(List<ExpectedRecord> records, Dictionary<string, long> counts, JsonObject item)
    {
        var uid = item["metadata"]!["uid"]!.GetValue<string>();
        var count = Occurrences(item);
        var isKnown = counts.TryGetValue(uid, out var before);
        if (isKnown && before >= count)
        {
            return;
        }

        counts[uid] = count;
        var type = item["type"]!.GetValue<string>();
        var subject = (item["involvedObject"] ?? item["regarding"])!;
        records.Add(new ExpectedRecord(
            uid,
            count,
            isKnown ? count - before : count == 1 ? 1 : null,
            new[] { item["series"]?["lastObservedTime"], item["lastTimestamp"] ?? item["deprecatedLastTimestamp"], item["eventTime"], item["firstTimestamp"] ?? item["deprecatedFirstTimestamp"], item["metadata"]!["creationTimestamp"] }
                .Max(Nanoseconds),
            type,
            type == "Warning" ? 13 : 9,
            (item["message"] ?? item["note"])?.GetValue<string>() ?? "",
            item["reason"]!.GetValue<string>(),
            subject["kind"]!.GetValue<string>(),
            subject["name"]!.GetValue<string>(),
            subject["uid"]?.GetValue<string>(),
            subject["fieldPath"]?.GetValue<string>()));
    }

    private static long Number(JsonNode? node) => node?.GetValue<long>() ?? 0;

    private static long Nanoseconds(JsonNode? node) => node is null
        ? 0
        : (DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;
}

internal sealed record ExpectedRecord(
    string Uid, long Count, long? Delta, long Time, string Type, int Severity, string Body, string Reason, string Kind, string Name, string? ObjectUid, string? FieldPath);
