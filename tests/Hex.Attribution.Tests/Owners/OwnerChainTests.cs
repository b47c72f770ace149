using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing;
using static Hex.Attribution.Tests.TestObjects;

namespace Hex.Attribution.Tests.Owners;

/// <summary>SIGNALS, rule 7.</summary>
public class OwnerChainTests
{
    private const string Hash = "7569ffb5df";

    private readonly TestObjects _objects = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ClusterAttribution _attribution;

    public OwnerChainTests() => _attribution = new ClusterAttribution(new ResourcePool(), time: _time);

    [Fact]
    public void Pod_of_a_deployment_has_both_owners_by_uid()
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "Deployment", "checkout", 3))]);
        var owners = _attribution.OwnersOf(CheckoutPod());
        Assert.Equal(new WorkloadOwner(OwnerKind.ReplicaSet, $"checkout-{Hash}", UidOf(2).ToString()), owners.Controller);
        Assert.Equal(new WorkloadOwner(OwnerKind.Deployment, "checkout", UidOf(3).ToString()), owners.Root);
        Assert.True(owners.IsComplete);
    }

    [Fact]
    public void Pod_of_a_cron_job_has_job_and_cron_job()
    {
        _attribution.Update(ClusterSnapshot.Empty.With(ResourceSnapshot.Of([_objects.Job("heartbeat-1", 2, Owner("batch/v1", "CronJob", "heartbeat", 3))])));
        var owners = _attribution.OwnersOf(_objects.Pod("heartbeat-1-x", 1, Owner("batch/v1", "Job", "heartbeat-1", 2)));
        Assert.Equal("heartbeat", owners.Root?.Name);
        Assert.Equal(OwnerKind.CronJob, owners.Root?.Kind);
    }

    [Theory]
    [InlineData("StatefulSet", OwnerKind.StatefulSet)]
    [InlineData("DaemonSet", OwnerKind.DaemonSet)]
    public void Pod_of_a_set_has_that_one_owner(string kind, OwnerKind expected)
    {
        var owners = _attribution.OwnersOf(_objects.Pod("p", 1, Owner("apps/v1", kind, "cart", 2)));
        Assert.Equal(new OwnerChain(new WorkloadOwner(expected, "cart", UidOf(2).ToString()), null, true), owners);
    }

    [Theory]
    [InlineData("v1", "ReplicationController")]
    [InlineData("argoproj.io/v1alpha1", "Job")]
    [InlineData("example.com/v1", "ReplicaSet")]
    [InlineData("v1", "ReplicaSet")]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("v1", "Node")]
    public void Other_kinds_own_no_pods(string apiVersion, string kind) =>
        Assert.Equal(OwnerChain.None, _attribution.OwnersOf(_objects.Pod("p", 1, Owner(apiVersion, kind, "x", 2))));

    [Fact]
    public void Owner_that_is_no_controller_does_not_count() =>
        Assert.Equal(OwnerChain.None, _attribution.OwnersOf(_objects.Pod("p", 1, Owner("apps/v1", "StatefulSet", "cart", 2, controller: false))));

    [Theory]
    [InlineData("argoproj.io/v1alpha1", "Rollout")]
    [InlineData("example.com/v1", "Deployment")]
    public void Replica_set_of_something_else_has_no_root_even_where_the_name_would_fit(string apiVersion, string kind)
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner(apiVersion, kind, "checkout", 3))]);
        Assert.Null(_attribution.OwnersOf(CheckoutPod()).Root);
    }

    [Fact]
    public void Chain_ends_after_two_hops()
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "ReplicaSet", "outer", 3)), _objects.ReplicaSet("outer", 3, Owner("apps/v1", "Deployment", "d", 4))]);
        var owners = _attribution.OwnersOf(CheckoutPod());
        Assert.Null(owners.Root);
        Assert.Equal($"checkout-{Hash}", owners.Controller?.Name);
    }

    [Fact]
    public void Unknown_replica_set_gives_the_deployment_by_name_without_uid_until_it_comes()
    {
        var pod = CheckoutPod();
        Assert.Equal(new WorkloadOwner(OwnerKind.Deployment, "checkout", null), _attribution.OwnersOf(pod).Root);
        Assert.False(_attribution.OwnersOf(pod).IsComplete);
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "Deployment", "checkout", 3))]);
        Assert.Equal(new WorkloadOwner(OwnerKind.Deployment, "checkout", UidOf(3).ToString()), _attribution.OwnersOf(pod).Root);
        Assert.Equal(UidOf(3).ToString(), _attribution.Of(pod)["k8s.deployment.uid"]);
    }

    [Theory]
    [InlineData("checkout-7569ffb5df", "abc")]
    [InlineData("checkout7569ffb5df", Hash)]
    [InlineData("-7569ffb5df", Hash)]
    [InlineData("7569ffb5df", Hash)]
    [InlineData("checkout-7569ffb5df", "")]
    public void Name_rule_needs_the_hash_as_suffix(string replicaSet, string hash) =>
        Assert.Null(_attribution.OwnersOf(_objects.Pod("p", 1, Owner("apps/v1", "ReplicaSet", replicaSet, 2), Label("pod-template-hash", hash))).Root);

    [Fact]
    public void Replica_set_of_the_same_name_and_another_uid_is_another_one()
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 9, Owner("example.com/v1", "Rollout", "other", 3))]);
        Assert.Equal(UidOf(2).ToString(), _attribution.OwnersOf(CheckoutPod()).Controller?.Uid);
        Assert.False(_attribution.OwnersOf(CheckoutPod()).IsComplete);
    }

    [Fact]
    public void Owner_outlives_its_delete_for_pods_that_are_seen_later()
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "Deployment", "checkout", 3))]);
        Show([]);
        _time.Advance(TimeSpan.FromMinutes(9));
        Show([]);
        Assert.True(_attribution.OwnersOf(CheckoutPod()).IsComplete);
        _time.Advance(TimeSpan.FromMinutes(2));
        Show([]);
        Assert.Equal(UidOf(3).ToString(), _attribution.OwnersOf(CheckoutPod()).Root?.Uid);
        Assert.False(_attribution.OwnersOf(_objects.Pod("other", 7, Owner("apps/v1", "ReplicaSet", $"checkout-{Hash}", 2))).IsComplete);
    }

    [Fact]
    public void Owner_that_comes_back_is_not_forgotten()
    {
        var set = _objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "Deployment", "checkout", 3));
        Show([set]);
        Show([]);
        _time.Advance(TimeSpan.FromMinutes(9));
        Show([set]);
        _time.Advance(TimeSpan.FromMinutes(30));
        Show([set]);
        Assert.True(_attribution.OwnersOf(CheckoutPod()).IsComplete);
    }

    [Fact]
    public void Adopted_replica_set_gives_its_new_owner()
    {
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2)]);
        Assert.Null(_attribution.OwnersOf(CheckoutPod()).Root);
        Show([_objects.ReplicaSet($"checkout-{Hash}", 2, Owner("apps/v1", "Deployment", "checkout", 3))]);
        Assert.Equal("checkout", _attribution.Of(CheckoutPod())["k8s.deployment.name"]);
    }

    [Fact]
    public void Pod_waits_for_its_owner_a_short_time_only()
    {
        var pod = CheckoutPod();
        Assert.True(_attribution.IsWaiting(pod));
        _time.Advance(AttributionOptions.DefaultOwnerWait);
        Assert.False(_attribution.IsWaiting(pod));
        Assert.False(_attribution.IsWaiting(_objects.Pod("alone", 5)));
    }

    [Fact]
    public void Object_that_was_learnt_singly_is_remembered_from_the_last_time_it_was()
    {
        var index = new Objects.ObjectIndex(_time, TimeSpan.FromMinutes(10));
        var set = _objects.ReplicaSet("a", 1);
        index.Learn(set);
        _time.Advance(TimeSpan.FromMinutes(6));
        index.Learn(set);
        _time.Advance(TimeSpan.FromMinutes(6));
        index.Update(ResourceSnapshot.Of<ReplicaSet>([]));
        Assert.NotNull(index.Find(set.Uid));
        _time.Advance(TimeSpan.FromMinutes(6));
        index.Update(ResourceSnapshot.Of<ReplicaSet>([]));
        Assert.Null(index.Find(set.Uid));
    }

    [Fact]
    public void Memory_of_the_dead_is_bounded()
    {
        var index = new Objects.ObjectIndex(_time, TimeSpan.FromHours(1));
        for (var i = 0; i < 3 * Objects.ObjectIndex.MaxDead; i += 100)
        {
            index.Update(ResourceSnapshot.Of(Enumerable.Range(i, 100).Select(uid => _objects.Pod($"p{uid}", uid))));
        }

        Assert.InRange(index.Count, 1000, Objects.ObjectIndex.MaxDead + 100);
    }

    private Pod CheckoutPod() => _objects.Pod("checkout-1", 1, Owner("apps/v1", "ReplicaSet", $"checkout-{Hash}", 2), Label("pod-template-hash", Hash));

    private void Show(ReplicaSet[] sets) => _attribution.Update(ClusterSnapshot.Empty.With(ResourceSnapshot.Of(sets)));
}
