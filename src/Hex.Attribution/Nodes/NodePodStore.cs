using Hex.Attribution.Objects;
using Hex.Attribution.Owners;
using Hex.Kubernetes;

namespace Hex.Attribution.Nodes;

/// <summary>Takes in the pods of a node as their watch brings them, asks for owners, and tells when an answer may have changed.</summary>
internal sealed class NodePodStore : IResourceStore<Pod>
{
    private readonly ResourceCache<Pod> _cache = new();
    private readonly ClusterAttribution _attribution;
    private readonly NodeLookups _lookups;
    private readonly Action _changed;
    private readonly bool _readsNamespaces;
    private bool _isChanged;

    public NodePodStore(ClusterAttribution attribution, NodeLookups lookups, Action changed, bool readsNamespaces)
    {
        (_attribution, _lookups, _changed, _readsNamespaces) = (attribution, lookups, changed, readsNamespaces);
        _cache.Subscribe(Take);
    }

    public void BeginReplace() => _cache.BeginReplace();

    public void Upsert(Pod item) => _cache.Upsert(item);

    public void Remove(Pod item) => _cache.Remove(item);

    public void EndReplace()
    {
        _cache.EndReplace();
        Publish();
    }

    public void AbortReplace() => _cache.AbortReplace();

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _cache.FlushAsync(cancellationToken);
        Publish();
    }

    private void Publish()
    {
        _attribution.Update(ClusterSnapshot.Empty.With(_cache.Snapshot));
        if (_isChanged)
        {
            _isChanged = false;
            _changed();
        }
    }

    private void Take(ResourceChange<Pod> change)
    {
        // A pod that is gone keeps its answers for a while.
        if (change.After is not { } pod)
        {
            return;
        }

        _isChanged |= change.Before is null || IsAnotherAnswer(change.Before, pod);
        if (change.Before?.Controller != pod.Controller && pod.Controller is { } reference
            && OwnerRules.KindOf(reference) is { } kind and (OwnerKind.ReplicaSet or OwnerKind.Job))
        {
            _lookups.Want(new NodeLookup(kind == OwnerKind.Job ? SubjectKind.Job : SubjectKind.ReplicaSet, pod.Namespace, reference.Name, reference.Uid));
        }

        if (_readsNamespaces)
        {
            _lookups.Want(new NodeLookup(SubjectKind.Namespace, "", pod.Namespace, default));
        }
    }

    // Most changes are of conditions and times; a reader would ask for all its containers again for nothing.
    private static bool IsAnotherAnswer(Pod before, Pod after)
    {
        if (before.Controller != after.Controller || !before.Labels.Equals(after.Labels) || !before.Annotations.Equals(after.Annotations)
            || before.QosClass != after.QosClass || before.Containers.Count != after.Containers.Count)
        {
            return true;
        }

        for (var i = 0; i < before.Containers.Count; i++)
        {
            var (left, right) = (before.Containers[i], after.Containers[i]);
            if (left.Id != right.Id || left.RestartCount != right.RestartCount || left.Spec != right.Spec)
            {
                return true;
            }
        }

        return false;
    }
}
