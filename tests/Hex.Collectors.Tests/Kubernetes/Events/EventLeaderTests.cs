using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>The watermark rides on the lease: whoever leads next goes on from it.</summary>
public class EventLeaderTests
{
    [Fact]
    public async Task Leader_that_dies_and_leader_that_leaves_are_followed_without_a_gap()
    {
        await using var server = await EventServer.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            server.Happen($"before{i}");
        }

        // The first dies: its requests fail from one moment to the next, and its lease runs out.
        var dying = new Leader(server, "first");
        await dying.DeliveredAsync(server.Held());
        await dying.KeptAsync(30);
        for (var i = 0; i < 10; i++)
        {
            server.Happen($"late{i}");
        }

        await dying.DeliveredAsync(server.Held());
        dying.Die();

        // The second takes over, and leaves in order.
        await using var second = new Leader(server, "second");
        server.Happen("after");
        server.Happen("before7");
        await second.DeliveredAsync(server.Held().Where(item => item.Count == 2));
        await EventReader.EventuallyAsync(() => server.Held().All(item => dying.Delivered.Contains(item) || second.Delivered.Contains(item)));
        await second.LeaveAsync();
        Assert.DoesNotContain(second.Sent, record => record.Attributes["k8s.event.name"]!.StartsWith("before", StringComparison.Ordinal) && record.Count == 1);
        Assert.Single(second.Sent, record => record.Count == 2 && record.Delta == 1);

        // The third finds nothing left to say.
        await using var third = new Leader(server, "third");
        server.Happen("last");
        await EventReader.EventuallyAsync(() => third.Sent.Any(record => record.Attributes["k8s.event.name"] == "last"));
        await EventReader.EventuallyAsync(() => third.IsSettled);
        Assert.Equal(["last"], third.Sent.Select(record => record.Attributes["k8s.event.name"]));
        await third.LeaveAsync();
        dying.Dispose();
    }

    /// <summary>A process that contends for the lease, and reads events while it leads.</summary>
    private sealed class Leader : IAsyncDisposable
    {
        private readonly SimulatedCluster _server;
        private readonly CancellationTokenSource _leave = new();
        private readonly KubernetesClient _client;
        private readonly CancellationTokenSource _contest = new();
        private readonly Task _running;
        private volatile EventReader? _reader;

        public Leader(SimulatedCluster server, string identity)
        {
            _server = server;
            _client = EventServer.Connect(server);
            var election = new LeaderElection(_client, new LeaderElectionOptions
            {
                Namespace = "default",
                LeaseName = "agent",
                Identity = identity,
                LeaseDuration = TimeSpan.FromSeconds(1),
                RenewDeadline = TimeSpan.FromSeconds(0.8),
                RetryPeriod = TimeSpan.FromSeconds(0.1),
                StandbyJitter = TimeSpan.Zero,
            });
            _running = Task.Run(() => election.RunAsync(LeadAsync, _contest.Token));
        }

        public IReadOnlyList<SentRecord> Sent => _reader?.Sent ?? [];

        public HashSet<(string Uid, long Count)> Delivered => _reader?.Delivered ?? [];

        public bool IsSettled => _reader?.Source.Watermark is { Revision: not null };

        public Task DeliveredAsync(IEnumerable<(string Uid, long Count)> expected)
        {
            var wanted = expected.ToHashSet();
            return EventReader.EventuallyAsync(() => wanted.IsSubsetOf(Delivered));
        }

        /// <summary>Waits until so many events are delivered and three renewals have carried nothing newer.</summary>
        public async Task KeptAsync(int count)
        {
            await EventReader.EventuallyAsync(() => _reader is not null);
            await EventReader.EventuallyAsync(() => _reader!.Source.Watermark!.Tail.Count >= count);
            var (state, renewals, version) = ("", 0, "");
            await EventReader.EventuallyAsync(() =>
            {
                var metadata = _server.Objects.Find("leases.coordination.k8s.io", "default", "agent")!["metadata"]!;
                var (newState, newVersion) = (metadata["annotations"]?["hexcovery.com/state-events"]?.GetValue<string>() ?? "", metadata["resourceVersion"]!.GetValue<string>());
                renewals = newState != state || newState.Length == 0 ? 0 : newVersion != version ? renewals + 1 : renewals;
                (state, version) = (newState, newVersion);
                return renewals >= 3;
            });
        }

        public void Die() => _client.Dispose();

        /// <summary>Ends the work first, and gives the lease back then.</summary>
        public async Task LeaveAsync()
        {
            await _leave.CancelAsync();
            await _running.WaitAsync(EventReader.Limit);
        }

        public void Dispose()
        {
            _leave.Dispose();
            _contest.Cancel();
            _contest.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await LeaveAsync();
            _client.Dispose();
            Dispose();
        }

        private async Task LeadAsync(Leadership term)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(term.Ended, _leave.Token);
            await using (_reader = new EventReader(_client, term.State, options: new EventSourceOptions { SaveInterval = TimeSpan.FromMilliseconds(50) }))
            {
                await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (_leave.IsCancellationRequested)
            {
                await _contest.CancelAsync();
            }
        }
    }
}
