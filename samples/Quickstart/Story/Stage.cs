using Hex.Testing.Node;
using Quickstart.World;
using Quickstart.World.Voices;

namespace Quickstart.Story;

/// <summary>What the chapters do to the world.</summary>
internal sealed class Stage(ShopWorld world, Pace pace, TimeProvider time)
{
    // Of a Deployment's old ReplicaSets so many stay, as revisionHistoryLimit says.
    private const int OldRevisions = 2;

    public ShopWorld World { get; } = world;

    public Task WaitAsync(double seconds, CancellationToken stop) => Task.Delay(pace.Of(seconds), time, stop);

    /// <summary>Does something while nothing else happens.</summary>
    public void Do(Action act)
    {
        lock (World.Gate)
        {
            act();
        }
    }

    public T Do<T>(Func<T> act)
    {
        lock (World.Gate)
        {
            return act();
        }
    }

    /// <summary>The workload gets a new version, of which there is no pod yet.</summary>
    public Revision Release(Workload workload, string version) => Do(() =>
    {
        var revision = workload.Add(version, World.Random);
        foreach (var old in workload.Revisions.Take(..^(OldRevisions + 1)).Where(old => workload.Pods.TrueForAll(pod => pod.Revision != old)).ToList())
        {
            workload.Revisions.Remove(old);
            World.Writer.DeleteReplicaSet(workload, old);
        }

        World.Writer.Write(workload);
        World.Events.Normal(
            Subject.Of(workload), "ScalingReplicaSet", $"Scaled up replica set {workload.ReplicaSetName(revision)} from 0 to 1", "deployment-controller");
        return revision;
    });

    /// <summary>A pod that becomes ready.</summary>
    public async Task<ShopPod> StartPodAsync(Workload workload, Revision revision, CancellationToken stop)
    {
        var pod = Do(() => World.Kubelet.Create(workload, revision));
        await WaitAsync(2, stop);
        Do(() =>
        {
            World.Kubelet.Start(pod);
            World.Logs.Write(pod, new Line($"level=info msg=\"{workload.Service.Name} {revision.Version} listens\" port=8080"));
        });
        return pod;
    }

    public async Task StopPodAsync(ShopPod pod, CancellationToken stop)
    {
        Do(() =>
        {
            World.Logs.Write(pod, new Line("level=info msg=\"SIGTERM: finishing what was begun\""));
            World.Kubelet.Terminate(pod);
        });
        await WaitAsync(1.5, stop);
        Do(() => World.Kubelet.Remove(pod));
    }

    public void Say(ShopPod pod, string text, LogStream stream = LogStream.Stdout) => Do(() => World.Logs.Write(pod, new Line(text, stream)));
}
