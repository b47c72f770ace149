using Hex.Agent.Health;
using Hex.Kubernetes;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Tests.Http;

/// <summary>Snapshots for tests: a healthy agent, and one whose every text is hostile.</summary>
internal static class SampleStatus
{
    public const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&\u202e\0\u001b[31m";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static StatusSnapshot Of(string text, string? trouble = null) => new()
    {
        Now = Now,
        Identity = new AgentIdentity { Version = text, Node = text, Cluster = text, Profile = "eks", Roles = "node, cluster", HostView = text, Target = text, Started = Now.AddHours(-3) },
        Process = new ProcessUsage(47L << 20, TimeSpan.FromSeconds(12)),
        Loops = [new LoopStatus("reading logs", trouble is null, trouble)],
        WaitingFor = trouble is null ? [] : [trouble],
        Collectors =
        [
            new CollectorStatus { Name = text, Scope = CollectionScope.Cluster, LastRun = Now.AddSeconds(-12), LastDuration = TimeSpan.FromMilliseconds(85), LastPoints = 20_544, Runs = 360, LastError = trouble },
            new CollectorStatus { Name = "disk", Scope = CollectionScope.Node },
        ],
        Watches =
        [
            new WatchView(text, WatchState.Watching, true, TimeSpan.FromSeconds(3), 1, 0, 0, trouble),
            new WatchView("horizontalpodautoscalers.autoscaling", WatchState.Denied, false, TimeSpan.FromMinutes(4), 0, 0, 3, trouble),
        ],
        Reader = new LogReaderStatus { Records = 1000, Bytes = 5 << 20, LostBytes = trouble is null ? 0 : 77, UnreadableFiles = trouble is null ? 0 : 2, Files = [new LogFileStatus(text, 10 << 20, 9 << 20, 8 << 20, 1000)] },
        Logs = Pipeline(trouble),
        Metrics = MetricsOf(trouble),
        Lease = new LeaseView(text, text, trouble is null ? 7 : null, TimeSpan.FromSeconds(8)),
    };

    private static LogPipelineStatus Pipeline(string? trouble) => new()
    {
        Exporter = "otlp",
        Sources = [],
        RequestsInFlight = 1,
        BytesInFlight = 1 << 20,
        OldestUnacknowledged = TimeSpan.FromSeconds(1),
        HeldSince = trouble is null ? null : Now.AddMinutes(-5),
        HeldReason = trouble,
        RetryingSince = trouble is null ? null : Now.AddMinutes(-1),
        RetryReason = trouble,
        LastSuccess = Now,
        RecordsRead = 1_234_567,
        RecordsDelivered = 1_234_000,
        RecordsRejected = 0,
        RecordsDropped = 0,
        Retries = 3,
    };

    private static MetricPipelineStatus MetricsOf(string? trouble) => new()
    {
        Exporter = "otlp",
        BufferedRequests = 0,
        BufferedBytes = 4096,
        OldestBuffered = TimeSpan.Zero,
        HeldSince = null,
        HeldReason = null,
        RetryingSince = trouble is null ? null : Now.AddMinutes(-1),
        RetryReason = trouble,
        LastSuccess = null,
        PointsCollected = 20_544,
        PointsDelivered = 20_000,
        PointsRejected = 0,
        PointsDropped = 0,
        PointsAgedOut = 0,
        PointsAbandoned = 0,
        Retries = 0,
    };
}
