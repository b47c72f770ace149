namespace Quickstart.Backend;

/// <summary>How much of something is used, asked for, and allowed at most; null is not known, or not set.</summary>
internal sealed record Meter(double? Usage, double? Request, double? Limit);

/// <summary>A node as a backend knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready"><c>true</c>, <c>false</c> or <c>unknown</c>.</param>
/// <param name="Pods">Pods bound to it.</param>
/// <param name="Cpu">Cores; the limit is what pods may take.</param>
/// <param name="Memory">Bytes; the limit is what pods may take.</param>
internal sealed record SeenNode(string Name, string Ready, double? Pods, Meter Cpu, Meter Memory);

/// <summary>A Deployment, StatefulSet or DaemonSet.</summary>
internal sealed record SeenWorkload(
    string Kind, string Namespace, string Name, string? Service, string? Project, double? Desired, double? Ready, double? Updated, double? Available);

/// <summary>A pod.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Service">The service it belongs to, if it says so.</param>
/// <param name="Project">The project of the service, if it says so.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Workload">Who owns it.</param>
/// <param name="ReplicaSet">Through which ReplicaSet.</param>
/// <param name="Status">As <c>kubectl get pods</c> words it.</param>
/// <param name="IsReady">Whether all its containers are.</param>
/// <param name="Restarts">Of all its containers.</param>
/// <param name="LastEnd">How a container ended the last time, e.g. <c>OOMKilled (137)</c>.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
internal sealed record SeenPod(
    string Namespace,
    string Name,
    string? Service,
    string? Project,
    string? Node,
    string? Workload,
    string? ReplicaSet,
    string Status,
    bool IsReady,
    double Restarts,
    string? LastEnd,
    Meter Cpu,
    Meter Memory);

/// <summary>An event, with how often it occurred.</summary>
internal sealed record SeenEvent(string Type, string Reason, string Kind, string Namespace, string Name, string Message, long Count, DateTimeOffset Last);

/// <summary>A line of a container.</summary>
internal sealed record SeenLine(
    DateTimeOffset Time, string? Service, string? Project, string Namespace, string Pod, string Container, string Severity, string Text);

/// <summary>What came in, counted.</summary>
internal sealed record SeenTotals(long Requests, long Bytes, long LogRecords, long MetricPoints, double LinesPerSecond, int Series);

/// <summary>All of it at one moment.</summary>
internal sealed record Seen(
    DateTimeOffset At,
    SeenTotals Totals,
    IReadOnlyList<SeenNode> Nodes,
    IReadOnlyList<SeenWorkload> Workloads,
    IReadOnlyList<SeenPod> Pods,
    IReadOnlyList<SeenEvent> Events,
    IReadOnlyList<SeenLine> Lines)
{
    /// <summary>Whether anything says how much is used; without metrics-server nothing does.</summary>
    public bool HasUsage => Pods.Any(pod => pod.Cpu.Usage is not null);
}
