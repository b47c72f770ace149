using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Hex.Testing;

namespace Hex.Kubernetes.Tests.Leases;

public class LeaseStateStoreTests
{
    private readonly LeaseServer _server = new();

    [Fact]
    public async Task State_survives_in_a_lease_that_is_made_when_first_written()
    {
        var store = Store("node-1");
        Assert.Null(await store.ReadAsync("positions", default));
        Assert.Empty(_server.Names);
        await store.WriteAsync("positions", new byte[] { 1, 2, 3 }, default);
        await store.WriteAsync("other", new byte[] { 4 }, default);
        await store.WriteAsync("positions", new byte[] { 5, 6 }, default);
        var again = Store("node-1");
        Assert.Equal([5, 6], (await again.ReadAsync("positions", default))!);
        Assert.Equal([4], (await again.ReadAsync("other", default))!);
        Assert.Equal("agent", _server["node-1"]!["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lease_deleted_meanwhile_is_made_again_with_everything()
    {
        var store = Store("node-1");
        await store.WriteAsync("a", new byte[] { 1 }, default);
        _server.Delete("node-1");
        await store.WriteAsync("b", new byte[] { 2 }, default);
        Assert.Equal([1], (await Store("node-1").ReadAsync("a", default))!);
        Assert.Equal([2], (await Store("node-1").ReadAsync("b", default))!);
    }

    [Fact]
    public async Task State_over_200_KiB_encoded_is_refused_and_the_old_one_stands()
    {
        var store = Store("node-1");
        await store.WriteAsync("positions", new byte[] { 1 }, default);
        var error = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("positions", RandomNumberGenerator.GetBytes(160 * 1024), default).AsTask());
        Assert.Contains("204800", error.Message, StringComparison.Ordinal);
        await store.WriteAsync("large", RandomNumberGenerator.GetBytes(140 * 1024), default);
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("second", RandomNumberGenerator.GetBytes(20 * 1024), default).AsTask());
        Assert.Equal([1], (await store.ReadAsync("positions", default))!);
    }

    [Fact]
    public async Task What_cannot_be_read_counts_as_never_written()
    {
        var store = Store("node-1");
        await store.WriteAsync("positions", new byte[] { 1, 2, 3 }, default);
        var annotations = _server["node-1"]!["metadata"]!["annotations"]!;
        var text = annotations["hexcovery.com/state-positions"]!.GetValue<string>();
        foreach (var bad in new[] { "", "!", "AAAA", text[..^4], "AQAA", text.Replace(text[6], text[6] == 'A' ? 'B' : 'A') })
        {
            annotations["hexcovery.com/state-positions"] = bad;
            Assert.Null(await store.ReadAsync("positions", default));
        }
    }

    [Fact]
    public void Any_state_comes_back_as_it_was() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), state =>
        LeasePayload.TryDecode(LeasePayload.Encode(state), out var read) && read!.AsSpan().SequenceEqual(state)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Server_that_refuses_shows_as_an_io_error_that_names_the_lease()
    {
        _server.Before = _ => throw new HttpRequestException("connection refused");
        var error = await Assert.ThrowsAsync<IOException>(() => Store("node-1").WriteAsync("positions", new byte[] { 1 }, default).AsTask());
        Assert.Contains("hex/node-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leases_of_nodes_that_are_gone_are_deleted()
    {
        await Store("agent-node-1").WriteAsync("positions", new byte[] { 1 }, default);
        await Store("agent-node-2").WriteAsync("positions", new byte[] { 1 }, default);
        var deleted = await LeaseStateStore.PruneAsync(new KubernetesClient(_server, new FakeTimeProvider()), "hex", "agent", name => name == "agent-node-2", default);
        Assert.Equal(1, deleted);
        Assert.Equal(["agent-node-2"], _server.Names);
        Assert.Contains(_server.Requests, request => request.Path.Contains("labelSelector=hexcovery.com%2Fstate%3Dagent", StringComparison.Ordinal));
    }

    private LeaseStateStore Store(string lease) => new(
        new KubernetesClient(_server, new FakeTimeProvider()),
        new LeaseStateStoreOptions { Namespace = "hex", LeaseName = lease, Group = "agent", Holder = "pod", Owner = new OwnerReference("apps/v1", "DaemonSet", "agent", Uid.Parse("u-1")) });
}
