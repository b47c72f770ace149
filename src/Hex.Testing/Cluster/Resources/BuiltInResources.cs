using Hex.Testing.Cluster.Resources.Views;

namespace Hex.Testing.Cluster.Resources;

/// <summary>The resource types of the recorded API server, with the zero values its bookmarks carry.</summary>
internal static class BuiltInResources
{
    private const string PodTemplate = "\"template\":{\"metadata\":{},\"spec\":{\"containers\":null}}";
    private const string SpecAndStatus = "\"spec\":{},\"status\":{}";

    public static IReadOnlyList<ApiResource> All { get; } =
    [
        new("", "v1", "pods", "Pod", true)
        {
            ZeroMembers = "\"spec\":{\"containers\":null},\"status\":{}",
            SelectableFields =
            [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
                "status.phase", "status.podIP", "status.nominatedNodeName",
            ],
        },
        new("", "v1", "nodes", "Node", false)
        {
            ZeroMembers = "\"spec\":{},\"status\":{\"daemonEndpoints\":{\"kubeletEndpoint\":{\"Port\":0}},\"nodeInfo\":{\"machineID\":\"\",\"systemUUID\":\"\"," +
                "\"bootID\":\"\",\"kernelVersion\":\"\",\"osImage\":\"\",\"containerRuntimeVersion\":\"\",\"kubeletVersion\":\"\",\"kubeProxyVersion\":\"\"," +
                "\"operatingSystem\":\"\",\"architecture\":\"\"}}",
            SelectableFields = ["spec.unschedulable"],
        },
        new("", "v1", "namespaces", "Namespace", false) { ZeroMembers = SpecAndStatus, SelectableFields = ["status.phase"] },
        new("", "v1", "events", "Event", true)
        {
            WatchCached = false,
            ZeroMembers = "\"involvedObject\":{},\"source\":{},\"firstTimestamp\":null,\"lastTimestamp\":null,\"eventTime\":null," +
                "\"reportingComponent\":\"\",\"reportingInstance\":\"\"",
            SelectableFields = EventViews.SelectableFields,
        },
        new("events.k8s.io", "v1", "events", "Event", true)
        {
            WatchCached = false,
            ZeroMembers = "\"eventTime\":null,\"regarding\":{},\"deprecatedSource\":{},\"deprecatedFirstTimestamp\":null,\"deprecatedLastTimestamp\":null",
            ViewOf = "events",
            Convert = EventViews.ToEventsV1,
            SelectableFields = EventViews.SelectableFields,
        },
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true) { ZeroMembers = "\"spec\":{\"resources\":{}},\"status\":{}" },
        new("", "v1", "persistentvolumes", "PersistentVolume", false) { ZeroMembers = SpecAndStatus },
        new("", "v1", "services", "Service", true) { ZeroMembers = "\"spec\":{},\"status\":{\"loadBalancer\":{}}" },
        new("", "v1", "endpoints", "Endpoints", true),
        new("", "v1", "configmaps", "ConfigMap", true),
        new("", "v1", "secrets", "Secret", true) { SelectableFields = ["type"] },
        new("", "v1", "serviceaccounts", "ServiceAccount", true),
        new("", "v1", "limitranges", "LimitRange", true) { ZeroMembers = "\"spec\":{\"limits\":null}" },
        new("", "v1", "resourcequotas", "ResourceQuota", true) { ZeroMembers = SpecAndStatus },
        new("", "v1", "replicationcontrollers", "ReplicationController", true)
        {
            ZeroMembers = "\"spec\":{\"replicas\":0},\"status\":{\"replicas\":0}",
            SelectableFields = ["status.replicas"],
        },
        new("apps", "v1", "deployments", "Deployment", true)
        {
            ZeroMembers = $"\"spec\":{{\"replicas\":0,\"selector\":null,{PodTemplate},\"strategy\":{{}}}},\"status\":{{}}",
        },
        new("apps", "v1", "replicasets", "ReplicaSet", true)
        {
            ZeroMembers = $"\"spec\":{{\"replicas\":0,\"selector\":null,{PodTemplate}}},\"status\":{{\"replicas\":0}}",
            SelectableFields = ["status.replicas"],
        },
        new("apps", "v1", "statefulsets", "StatefulSet", true)
        {
            ZeroMembers = $"\"spec\":{{\"replicas\":0,\"selector\":null,{PodTemplate},\"serviceName\":\"\",\"updateStrategy\":{{}}}}," +
                "\"status\":{\"replicas\":0,\"availableReplicas\":0}",
        },
        new("apps", "v1", "daemonsets", "DaemonSet", true)
        {
            ZeroMembers = $"\"spec\":{{\"selector\":null,{PodTemplate},\"updateStrategy\":{{}}}},\"status\":{{\"currentNumberScheduled\":0," +
                "\"numberMisscheduled\":0,\"desiredNumberScheduled\":0,\"numberReady\":0}",
            ZeroAnnotations = "\"deprecated.daemonset.template.generation\":\"0\"",
        },
        new("apps", "v1", "controllerrevisions", "ControllerRevision", true) { ZeroMembers = "\"revision\":0" },
        new("batch", "v1", "jobs", "Job", true)
        {
            ZeroMembers = $"\"spec\":{{{PodTemplate}}},\"status\":{{}}",
            SelectableFields = ["status.successful"],
        },
        new("batch", "v1", "cronjobs", "CronJob", true)
        {
            ZeroMembers = $"\"spec\":{{\"schedule\":\"\",\"jobTemplate\":{{\"metadata\":{{}},\"spec\":{{{PodTemplate}}}}}}},\"status\":{{}}",
        },
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true)
        {
            ZeroMembers = "\"spec\":{\"scaleTargetRef\":{\"kind\":\"\",\"name\":\"\"},\"maxReplicas\":0},\"status\":{\"desiredReplicas\":0,\"currentMetrics\":null}",
        },
        new("coordination.k8s.io", "v1", "leases", "Lease", true)
        {
            ZeroMembers = "\"spec\":{}",
            CreateOnUpdate = true,
            UnconditionalUpdate = false,
        },
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true) { ZeroMembers = "\"addressType\":\"\",\"endpoints\":null,\"ports\":null" },
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true)
        {
            ZeroMembers = "\"spec\":{},\"status\":{\"disruptionsAllowed\":0,\"currentHealthy\":0,\"desiredHealthy\":0,\"expectedPods\":0}",
        },
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false) { ZeroMembers = "\"value\":0" },
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false) { ZeroMembers = "\"provisioner\":\"\"" },
        new("storage.k8s.io", "v1", "csinodes", "CSINode", false) { ZeroMembers = "\"spec\":{\"drivers\":null}" },
        new("apiregistration.k8s.io", "v1", "apiservices", "APIService", false) { ZeroMembers = "\"spec\":{\"groupPriorityMinimum\":0,\"versionPriority\":0},\"status\":{}" },
    ];
}
