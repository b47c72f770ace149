using Hex.Agent.EndToEnd.Cluster;
using Hex.Testing.Cluster;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>Makes events while agents come and go, some of which happen again, and compares them with what arrived.</summary>
internal sealed class EventFeed(SimulatedCluster cluster, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Random _random = new(seed);
    private readonly Dictionary<(string Event, long Count), HashSet<string>> _ids = [];
    private readonly HashSet<string> _allIds = new(StringComparer.Ordinal);

    public int Made { get; private set; }

    public int Arrived { get; private set; }

    public int Repeated { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            cluster.CreateEvent($"churn-{Made++}");
            if (_random.Next(4) == 0)
            {
                cluster.Objects.Change("events", "default", $"churn-{_random.Next(Made)}", json =>
                {
                    json["count"] = json["count"]!.GetValue<int>() + 1;
                    json["lastTimestamp"] = "2026-11-21T13:00:00Z";
                });
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public void Take(IEnumerable<ReceivedLog> logs)
    {
        foreach (var log in logs.Where(log => log.EventName == "k8s.event"))
        {
            var key = ((string)log.Attributes["k8s.event.uid"]!, log.Attributes.GetValueOrDefault("k8s.event.count") as long? ?? 1);
            if (!_ids.TryGetValue(key, out var ids))
                _ids[key] = ids = new HashSet<string>(StringComparer.Ordinal);
            ids.Add(log.Uid ?? "");
            Arrived++;
            if (!_allIds.Add(log.Uid ?? ""))
                Repeated++;
        }
    }

    /// <summary>Events that the server holds, as they are now, of which nothing has come.</summary>
    public List<string> Missing() =>
    [
        .. cluster.Objects.Names("events")
            .Select(name => (name.Name, Event: cluster.Objects.Find("events", name.Namespace, name.Name)!))
            .Select(one => (one.Name, Key: ((string)one.Event["metadata"]!["uid"]!, Count(one.Event))))
            .Where(one => !_ids.ContainsKey(one.Key)).Select(one => $"{one.Name} ({one.Key})"),
    ];

    /// <summary>Occurrences that came with more than one id, and ids that stand for more than one occurrence.</summary>
    public List<string> LeftTwice()
    {
        var twice = _ids.Where(pair => pair.Value.Count > 1).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}").ToList();
        if (_ids.Values.SelectMany(ids => ids).Distinct().Count() != _ids.Values.Sum(ids => ids.Count))
            twice.Add("one id for two occurrences");
        return twice;
    }

    private static long Count(System.Text.Json.Nodes.JsonObject one) =>
        Math.Max(1, Math.Max((long?)one["series"]?["count"] ?? 0, (long?)one["count"] ?? 0));
}
