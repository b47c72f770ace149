using FsCheck;
using FsCheck.Fluent;
using Hex.Collectors.Kubernetes;
using Hex.Kubernetes;
using Hex.Telemetry;
using Hex.Testing.Cluster;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>
/// Any schedule of events, bumps, ageing, broken watches, compactions, refused batches, kills and take-overs over real sockets: what the server
/// holds in the end was delivered, and what was kept as delivered never goes out again. (The ledger alone has hundreds more, without a server.)
/// </summary>
public class EventSchedulePropertyTests
{
    // HEX_EVENT_SCHEDULES: more schedules than those of every run.
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("HEX_EVENT_SCHEDULES"), out var asked) ? asked : 150;

    [Fact]
    public void Nothing_is_missed_and_nothing_that_was_kept_goes_out_again()
    {
        var steps = Gen.Choose(0, 99).SelectMany(what => Gen.Choose(0, 1000).Select(which => (what, which))).ListOf().Select(list => list.ToArray()).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Schedules).WithStartSize(5).WithEndSize(40), Prop.ForAll(steps, async schedule =>
        {
            await Task.Run(() => RunAsync(schedule)).WaitAsync(EventReader.Limit);
            return true;
        }));
    }

    private static async Task RunAsync((int What, int Which)[] schedule)
    {
        await using var server = await EventServer.StartAsync();
        using var client = EventServer.Connect(server, new HastyTime());
        var world = new World(server, client);
        await world.StartAsync();
        foreach (var (what, which) in schedule)
        {
            await world.DoAsync(what, which);
        }

        await world.FinishAsync();
    }

    private sealed class World(SimulatedCluster server, KubernetesClient client)
    {
        private readonly MemoryStateStore _state = new();
        private readonly Dictionary<Id128, (string, long)> _ids = [];
        private readonly HashSet<(string, long)> _delivered = [];
        private Dictionary<Id128, int> _kept = [];
        private EventReader _reader = null!;
        private int _refusals;
        private int _stalls;

        public async Task StartAsync()
        {
            _kept = await EventReader.TailAsync(_state);
            _reader = new EventReader(
                client,
                _state,
                _ => Interlocked.Decrement(ref _stalls) >= 0 ? null : Interlocked.Decrement(ref _refusals) < 0,
                new EventSourceOptions { SaveInterval = TimeSpan.FromMilliseconds(200) },
                time: new HastyTime());
        }

        public async Task DoAsync(int what, int which)
        {
            switch (what)
            {
                case < 45:
                    server.Happen($"e{which % 12}");
                    break;
                case < 52:
                    server.Age($"e{which % 12}");
                    break;
                case < 60:
                    await Task.Delay(which % 30);
                    break;
                case < 66:
                    server.ResetWatches("events");
                    break;
                case < 70:
                    server.FailWatches("events");
                    break;
                case < 74:
                    server.Compact();
                    break;
                case < 78:
                    server.DropConnections();
                    break;
                case < 81:
                    server.Faults.Next(1, "list", "events", ApiFault.ResetAfter(which));
                    break;
                case < 84:
                    Interlocked.Exchange(ref _refusals, which % 4);
                    break;
                case < 88:
                    // Requests that were sent, and whose answers are lost.
                    Interlocked.Exchange(ref _stalls, which % 4);
                    break;
                case < 93:
                    await _reader.KillAsync();
                    await NextAsync();
                    break;
                default:
                    await _reader.DisposeAsync();
                    await NextAsync();
                    break;
            }
        }

        public async Task FinishAsync()
        {
            Interlocked.Exchange(ref _refusals, 0);
            Interlocked.Exchange(ref _stalls, 0);
            await _reader.DisposeAsync();
            await NextAsync();
            var held = server.Held();
            await EventReader.EventuallyAsync(() => held.All(item => _delivered.Contains(item) || _reader.Delivered.Contains(item)));
            await _reader.DisposeAsync();
            Account();
        }

        private async Task NextAsync()
        {
            Account();
            await StartAsync();
        }

        private void Account()
        {
            foreach (var record in _reader.Sent)
            {
                Assert.True(_ids.TryAdd(record.Id, (record.Uid, record.Count)) || _ids[record.Id] == (record.Uid, record.Count), "two occurrences have one id");
                Assert.False(
                    _kept.TryGetValue(EventReader.KeyOf(record.Uid), out var count) && count >= record.Count,
                    $"{record.Uid} x{record.Count} was kept as delivered and went out again");
            }

            _delivered.UnionWith(_reader.Delivered);
            Assert.Equal(_ids.Count, _ids.Values.Distinct().Count());
        }
    }
}
