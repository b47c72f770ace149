using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>Collects Jobs and CronJobs.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class JobCollector(ClusterSource cluster) : KubernetesCollector(cluster, JobSignals.Catalogue, ClusterKinds.Jobs | ClusterKinds.CronJobs)
{
    private const string FailedCondition = "Failed";

    private readonly ConditionPoints _conditions = new(JobSignals.Condition);

    private protected override void Collect(ClusterView view, MetricWriter writer, CancellationToken cancellationToken)
    {
        if (view.Has(ClusterKinds.Jobs))
        {
            foreach (var job in view.Snapshot.Get<Hex.Kubernetes.Job>())
            {
                if (view.Namespaces.Includes(job.Namespace))
                {
                    Write(writer.For(view.Attribution.Of(job), job.Created.UnixNanoseconds), job, writer.TimeUnixNano);
                }
            }
        }

        if (view.Has(ClusterKinds.CronJobs))
        {
            foreach (var cronJob in view.Snapshot.Get<CronJob>())
            {
                if (view.Namespaces.Includes(cronJob.Namespace))
                {
                    Write(writer.For(view.Attribution.Of(cronJob), cronJob.Created.UnixNanoseconds), cronJob);
                }
            }
        }
    }

    private void Write(ResourceMetrics points, Hex.Kubernetes.Job job, long now)
    {
        points.Count(JobSignals.Active, job.Active);
        points.Count(JobSignals.Failed, job.Failed);
        points.Count(JobSignals.Successful, job.Succeeded);
        if (job.Completions is { } completions)
        {
            points.Count(JobSignals.DesiredSuccessful, completions);
        }

        points.Count(JobSignals.MaxParallel, job.Parallelism);
        points.Flag(JobSignals.Suspended, job.IsSuspended);
        _conditions.Write(points, job.Conditions);
        if (job.Started.IsSet)
        {
            var nanoseconds = End(job, now) - job.Started.UnixNanoseconds;
            points.Record(JobSignals.Duration, Math.Max(0, nanoseconds) / 1e9, AttributeSet.Empty);
        }
    }

    /// <summary>A failed job has no completionTime: the time at which it was called failed is its end.</summary>
    private static long End(Hex.Kubernetes.Job job, long now) =>
        job.Completed.IsSet ? job.Completed.UnixNanoseconds
        : job.Conditions.TryGet(FailedCondition, out var failed) && failed is { Status: ConditionStatus.True, Transitioned.IsSet: true } ? failed.Transitioned.UnixNanoseconds
        : now;

    private static void Write(ResourceMetrics points, CronJob cronJob)
    {
        points.Count(JobSignals.CronActive, cronJob.ActiveJobs);
        points.Flag(JobSignals.CronSuspended, cronJob.IsSuspended);
        points.Seconds(JobSignals.LastScheduled, cronJob.LastScheduled);
        points.Seconds(JobSignals.LastSuccessful, cronJob.LastSuccessful);
    }
}
