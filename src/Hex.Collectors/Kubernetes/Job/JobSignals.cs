using Hex.Telemetry;
using static Hex.Collectors.Kubernetes.KubernetesAttributes;
using static Hex.Collectors.MetricSignal;
using static Hex.Telemetry.Instrument;

namespace Hex.Collectors.Kubernetes;

/// <summary>What <see cref="JobCollector"/> emits.</summary>
internal static class JobSignals
{
    public static readonly MetricSignal Active = Convention(UpDownSum("k8s.job.pod.active", "{pod}", "Pods pending or running."), "status");
    public static readonly MetricSignal Failed = Convention(UpDownSum("k8s.job.pod.failed", "{pod}", "Pods that failed."), "status");
    public static readonly MetricSignal Successful = Convention(UpDownSum("k8s.job.pod.successful", "{pod}", "Pods that succeeded."), "status");
    public static readonly MetricSignal DesiredSuccessful = Convention(
        UpDownSum("k8s.job.pod.desired_successful", "{pod}", "Pods that must succeed; no point for a work queue."), "spec.completions");

    public static readonly MetricSignal MaxParallel = Convention(
        UpDownSum("k8s.job.pod.max_parallel", "{pod}", "Pods that may run at once."), "spec.parallelism (1 when not set)");

    public static readonly MetricSignal Suspended = Own(Gauge("k8s.job.suspended", "{job}", "1 while suspended, else 0."), "spec.suspend");
    public static readonly MetricSignal Condition = Own(
        Gauge("k8s.job.condition", "1", "1 true, 0 false, -1 unknown."), "status.conditions", SignalAttribute.Own("k8s.job.condition.type", "The condition."));

    public static readonly MetricSignal Duration = Own(
        Gauge("k8s.job.duration", "s", "From its start to its end, or until now while it runs."), "status.startTime, completionTime, the Failed condition");

    public static readonly MetricSignal CronActive = Convention(UpDownSum("k8s.cronjob.job.active", "{job}", "Jobs of it that run."), "status.active");
    public static readonly MetricSignal CronSuspended = Own(Gauge("k8s.cronjob.suspended", "{cronjob}", "1 while suspended, else 0."), "spec.suspend");
    public static readonly MetricSignal LastScheduled = Own(Gauge("k8s.cronjob.last_schedule_time", "s", "When it last made a job, Unix time."), "status.lastScheduleTime");
    public static readonly MetricSignal LastSuccessful = Own(
        Gauge("k8s.cronjob.last_successful_time", "s", "When a job of it last succeeded, Unix time."), "status.lastSuccessfulTime");

    public static SignalCatalogue Catalogue { get; } = new(
        "job",
        "Job, CronJob",
        CollectionScope.Cluster,
        [OwnerJob, OwnerJobUid, OwnerCronJob, OwnerCronJobUid, .. Namespaced],
        [Active, Failed, Successful, DesiredSuccessful, MaxParallel, Suspended, Condition, Duration, CronActive, CronSuspended, LastScheduled, LastSuccessful]);
}
