namespace Quickstart.World;

/// <summary>What happens to pods, on any machine. Call it while holding <see cref="ShopWorld.Gate"/>.</summary>
internal sealed class Kubelet(ShopWorld world, TimeProvider time)
{
    /// <summary>Where the scheduler would put the next pod.</summary>
    public Machine LeastLoaded() => world.Machines.Where(machine => !machine.IsAway)
        .MinBy(machine => world.Pods.Where(pod => pod.Machine == machine).Sum(pod => pod.Service.Amounts.CpuRequest ?? 0))!;

    public ShopPod Create(Workload workload, Revision revision)
    {
        var pod = new ShopPod(workload, revision, workload.NewPodName(revision, ordinal: 0, world.Random), LeastLoaded(), time.GetUtcNow());
        workload.Pods.Add(pod);
        world.Writer.Write(pod);
        world.Writer.Write(workload);
        world.Events.Normal(
            Subject.Of(pod), "Scheduled", $"Successfully assigned {pod.Service.Namespace}/{pod.Name} to {pod.Machine.Name}", "default-scheduler");
        return pod;
    }

    public void Start(ShopPod pod, bool isReady = true)
    {
        pod.Stage = PodStage.Running;
        pod.Started = time.GetUtcNow();
        pod.IsReady = isReady;
        world.Events.Normal(Subject.Of(pod), "Started", $"Started container {pod.Service.Name}");
        Changed(pod);
    }

    public void End(ShopPod pod, string reason, int exitCode)
    {
        pod.Stage = PodStage.Terminated;
        pod.IsReady = false;
        pod.MemoryShare = null;
        pod.Last = new Ending(reason, exitCode, pod.Started, time.GetUtcNow());
        Changed(pod);
    }

    public void BackOff(ShopPod pod)
    {
        pod.Stage = PodStage.BackingOff;
        world.Events.Warning(Subject.Of(pod), "BackOff", $"Back-off restarting failed container {pod.Service.Name} in pod {pod.Name}");
        Changed(pod);
    }

    public void Restart(ShopPod pod, bool isReady = true)
    {
        pod.Restarts++;
        world.Logs.Restart(pod);
        Start(pod, isReady);
    }

    /// <summary>Asks a pod to end.</summary>
    public void Terminate(ShopPod pod)
    {
        pod.DeletedAt = time.GetUtcNow();
        pod.IsReady = false;
        world.Events.Normal(Subject.Of(pod), "Killing", $"Stopping container {pod.Service.Name}");
        Changed(pod);
    }

    /// <summary>It has ended: it and its files are gone.</summary>
    public void Remove(ShopPod pod)
    {
        pod.Owner.Pods.Remove(pod);
        world.Writer.Delete(pod);
        world.Logs.Delete(pod);
        world.Writer.Write(pod.Owner);
    }

    /// <summary>A machine falls silent, or is heard again.</summary>
    public void SetAway(Machine machine, bool isAway)
    {
        machine.AwaySince = isAway ? time.GetUtcNow() : null;
        if (isAway)
        {
            world.Events.Normal(Subject.Of(machine), "NodeNotReady", $"Node {machine.Name} status is now: NodeNotReady", "node-controller");
        }
        else
        {
            world.Events.Normal(Subject.Of(machine), "NodeReady", $"Node {machine.Name} status is now: NodeReady");
        }

        world.Writer.Write(machine);
        foreach (var pod in world.Pods.Where(pod => pod.Machine == machine))
        {
            world.Writer.Write(pod);
        }

        foreach (var workload in world.Workloads)
        {
            world.Writer.Write(workload);
        }
    }

    private void Changed(ShopPod pod)
    {
        world.Writer.Write(pod);
        world.Writer.Write(pod.Owner);
    }
}
