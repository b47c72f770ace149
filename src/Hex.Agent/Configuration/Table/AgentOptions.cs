using Microsoft.Extensions.Logging;
using static Hex.Agent.Configuration.Table.OptionKinds;

namespace Hex.Agent.Configuration.Table;

/// <summary>Every option of the agent: the one place where a key, its values, its default and its meaning are said.</summary>
internal static class AgentOptions
{

    public static readonly Option<Profile> Profile = new("profile", Profiles)
    {
        Default = "kubernetes",
        Doc = "Where the agent runs. It sets defaults and nothing else: `eks`, `gke`, `aks` and `kubernetes` switch the Kubernetes collectors and the logs on and the host "
            + "collectors off, `bare-metal` switches both on, `host` only the host collectors, `none` switches everything off.",
    };

    public static readonly Option<IReadOnlyList<Role>> Roles = new("roles", OptionKinds.Roles)
    {
        Default = "[node, cluster]",
        ProfileDefaults = new Dictionary<Profile, string> { [Configuration.Profile.Host] = "[node]", [Configuration.Profile.None] = "[node]" },
        Doc = "`node` reads what is on this machine (logs, host); `cluster` contends for the Lease whose holder collects the cluster's objects.",
    };

    public static readonly Option<string> ClusterName = new("cluster.name", Text)
    {
        Default = "\"\"",
        Doc = "`k8s.cluster.name` of everything that is sent. Empty: the first of CLUSTER_NAME, K8S_CLUSTER_NAME, EKS_CLUSTER_NAME, GKE_CLUSTER_NAME and AKS_CLUSTER_NAME that is set, "
            + "else the node labels `alpha.eksctl.io/cluster-name` and `kubernetes.azure.com/cluster`, else the attribute is left out.",
    };

    public static readonly Option<string> Kubeconfig = new("kubernetes.kubeconfig", OptionKinds.Path)
    {
        Default = "\"\"",
        Doc = "Kubeconfig file. Empty: in-cluster, else the first file of KUBECONFIG, else `~/.kube/config`; the profiles `host` and `none` look for none of them.",
    };

    public static readonly Option<string> KubeContext = new("kubernetes.context", Text)
    {
        Default = "\"\"",
        Doc = "Context of the kubeconfig. Empty: its current one.",
    };

    public static readonly Option<Auto> LeaderElection = new("leaderElection.enabled", AutoFlag)
    {
        Default = "auto",
        Doc = "Whether the role cluster needs the Lease. `auto`: in a cluster, yes.",
    };

    public static readonly Option<string> LeaseName = new("leaderElection.leaseName", Text)
    {
        Default = "hexcovery-agent",
        Doc = "Name of the Lease, and the beginning of the names of those that hold the nodes' positions.",
    };

    public static readonly Option<string> LeaseNamespace = new("leaderElection.namespace", Text)
    {
        Default = "\"\"",
        Doc = "Namespace of the Leases. Empty: the agent's own (POD_NAMESPACE, the service account's, the kubeconfig context's), else `default`.",
    };

    public static readonly Option<TimeSpan> LeaseDuration = new("leaderElection.leaseDuration", Duration(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5)))
    {
        Default = "15s",
        Doc = "How long others must see no renewal before they take over. The leader renews every 2/15 of it and stops 2/3 of it after its last renewal; standbys read the Lease about five "
            + "times in four of it. The same for all who contend; whole seconds.",
    };

    public static readonly Option<IReadOnlyList<ExporterKind>> Exporters = new("exporters", OptionKinds.Exporters)
    {
        Default = "[otlp]",
        Doc = "Where the signals go: `otlp` to `server.endpoint`, `console` to standard output for people, `file` to `file.path`, `discard` nowhere (for measuring). "
            + "Exactly one: whose acknowledgement would move positions with two is undefined.",
    };

    public static readonly Option<string> FilePath = new("file.path", OptionKinds.Path)
    {
        Default = "\"-\"",
        Doc = "Where `exporters: file` writes OTLP JSON lines, one Export…ServiceRequest per line. `-` is standard output.",
    };

    public static readonly Option<IReadOnlyDictionary<string, string>> ResourceAttributes = new("resource.attributes", Map)
    {
        Default = "{}",
        Doc = "Added to everything that is sent, e.g. `deployment.environment.name`.",
    };

    public static readonly Option<IReadOnlyList<string>> DisabledMetrics = new("metrics.disabled", Texts)
    {
        Default = "[]",
        Doc = "Metrics that are not sent, by name.",
    };

    public static readonly Option<bool> EndMarkers = new("metrics.endMarkers", Flag)
    {
        Default = "true",
        Doc = "Says so (OTLP's no-recorded-value flag) when a series ends.",
    };

    public static readonly Option<long> MaxBufferedMetrics = new("metrics.maxBufferedBytes", Size(1 << 20, 1L << 30))
    {
        Default = "16MiB",
        Doc = "Memory for metrics that wait for the server; when it is full the oldest go, counted. Full requests wait compressed, the cluster's to a tenth.",
    };

    public static readonly Option<string> HostRoot = new("host.root", OptionKinds.Path)
    {
        Default = "/",
        Doc = "Where the host's root file system is mounted, for the host collectors.",
    };

    public static readonly Option<string> StatePath = new("state.path", OptionKinds.Path)
    {
        Default = "/var/lib/hex-agent",
        Doc = "Directory for positions. It must be writable, or positions are kept in memory only and a restart reads again.",
    };

    public static readonly Option<Auto> StateInLease = new("state.inLease", AutoFlag)
    {
        Default = "auto",
        Doc = "Whether positions are also kept in a Lease of the agent's own namespace (one per node, written about once a minute and at the end), so that a pod that replaces another "
            + "goes on where it ended without a writable path on the node. `auto`: in a cluster, yes.",
    };

    public static readonly Option<Http.ListenAddress> HttpListen = new("http.listen", Listen)
    {
        Default = "\"[::]:8080\"",
        Doc = "Address of health checks, metrics, reachability and the status page; `[::]` is every address, IPv4 too. Empty: nothing listens. Runs with `--once` never listen.",
    };

    public static readonly Option<PageAudience> HttpPages = new("http.pages", Audience)
    {
        Default = "loopback",
        Doc = "Who may see the status page and call reachability: `loopback`, which is who runs `kubectl port-forward` or a command inside the pod, or `all` who reach the port.",
    };

    public static readonly Option<TimeSpan> ShutdownTimeout = new("shutdown.timeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)))
    {
        Default = "25s",
        Doc = "How long the agent tries to deliver what it holds after SIGTERM, before it writes positions and ends. Keep it below the pod's terminationGracePeriodSeconds.",
    };

    public static readonly Option<LogLevel> Level = new("log.level", OptionKinds.Level)
    {
        Default = "info",
        Doc = "The least severe of the agent's own log lines that is written (to standard error).",
    };

    public static readonly Option<LogFormat> Format = new("log.format", OptionKinds.Format)
    {
        Default = "json",
        Doc = "How the agent's own log lines look: `json`, one object per line, or `text`, for people.",
    };

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly OptionTable Table = new(
    [
        Profile, Roles, ClusterName, Kubeconfig, KubeContext, LeaderElection, LeaseName, LeaseNamespace, LeaseDuration,
        .. ServerOptions.All,
        Exporters, FilePath, ResourceAttributes,
        .. AttributionOptions.All,
        .. CollectorSwitches.All.SelectMany(collector => collector.All),
        DisabledMetrics, EndMarkers, MaxBufferedMetrics,
        .. LogsOptions.All,
        HostRoot, StatePath, StateInLease, HttpListen, HttpPages, ShutdownTimeout, Level, Format,
    ]);

    /// <summary>A profile as it is written.</summary>
    public static string Word(Profile profile) => Profiles.Write(profile);
}
