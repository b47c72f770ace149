namespace Quickstart.World;

/// <summary>A version of a workload: a ReplicaSet of a Deployment, a revision of the others.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Version">The tag of its image.</param>
/// <param name="Hash">The pod-template-hash.</param>
internal sealed record Revision(int Number, string Version, string Hash)
{
    public string Uid { get; } = Guid.NewGuid().ToString();
}

/// <summary>A Deployment, StatefulSet or DaemonSet and its pods.</summary>
internal sealed class Workload(Service service, int replicas)
{
    private const string HashLetters = "bcdfghjklmnpqrstvwxz2456789";

    public Service Service { get; } = service;

    public string Uid { get; } = Guid.NewGuid().ToString();

    public int Replicas { get; } = replicas;

    public List<Revision> Revisions { get; } = [];

    public List<ShopPod> Pods { get; } = [];

    /// <summary>What should run.</summary>
    public Revision Current => Revisions[^1];

    public string ReplicaSetName(Revision revision) => $"{Service.Name}-{revision.Hash}";

    public Revision Add(string version, Random random)
    {
        var revision = new Revision((Revisions.LastOrDefault()?.Number ?? 0) + 1, version, random.GetString(HashLetters, 10));
        Revisions.Add(revision);
        return revision;
    }

    public string NewPodName(Revision revision, int ordinal, Random random) => Service.Kind switch
    {
        WorkloadKind.Deployment => $"{ReplicaSetName(revision)}-{random.GetString(HashLetters, 5)}",
        WorkloadKind.StatefulSet => $"{Service.Name}-{ordinal}",
        _ => $"{Service.Name}-{random.GetString(HashLetters, 5)}",
    };
}
