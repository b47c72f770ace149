using Hex.Testing;

namespace Hex.Kubernetes.Tests.Leases;

public class LeaderElectionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LeaseServer _server = new();

    public LeaderElectionTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Fact]
    public void First_contender_makes_the_lease_and_leads_at_once()
    {
        using var first = new Contender(this, "a");
        Assert.True(first.Leads);
        Assert.Equal("a", _server.Holder("lead"));
        Assert.Equal(1, first.Term!.Epoch);
        Assert.Equal("apps/v1", _server["lead"]!["metadata"]!["ownerReferences"]![0]!["apiVersion"]!.GetValue<string>());
        Assert.Null(_server["lead"]!["metadata"]!["ownerReferences"]![0]!["blockOwnerDeletion"]);
    }

    [Fact]
    public void Leader_renews_every_two_seconds_and_a_standby_reads_five_times_a_minute()
    {
        using var leader = new Contender(this, "a");
        using var standby = new Contender(this, "b");
        _server.Requests.Clear();
        Advance(600);
        Assert.True(leader.Leads && !standby.Leads);
        Assert.InRange(_server.Requests.Count(request => request.Method == "PATCH"), 295, 305);
        var reads = _server.Requests.Where(request => request.Method == "GET" && !request.Path.Contains("watch=true", StringComparison.Ordinal)).ToArray();
        Assert.InRange(reads.Length, 48, 60);
        Assert.All(reads, read => Assert.EndsWith("?resourceVersion=0", read.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Silent_leader_stops_before_another_begins_and_epochs_rise()
    {
        using var old = new Contender(this, "a");
        using var next = new Contender(this, "b");
        Advance(60);
        old.IsCutOff = true;
        var stopped = -1;
        for (var second = 1; second <= 60 && !next.Leads; second++)
        {
            Advance(1);
            Assert.False(old.Term is { IsHeld: true } && next.Leads, "two leaders at once");
            stopped = old.Term is null && stopped < 0 ? second : stopped;
        }

        Assert.InRange(stopped, 8, 10);
        Assert.True(next.Leads);
        Assert.Equal(2, next.Term!.Epoch);

        // Deposed for good? No: it contends for ever, and its next term has a higher epoch.
        old.IsCutOff = false;
        Advance(30);
        Assert.False(old.Leads);
        next.IsCutOff = true;
        Advance(60);
        Assert.True(old.Leads);
        Assert.Equal(3, old.Term!.Epoch);
    }

    [Fact]
    public void Process_that_was_stopped_learns_it_from_the_deadline_before_anything_else()
    {
        using var leader = new Contender(this, "a");
        var term = leader.Term!;
        Assert.True(term.IsHeld);

        // The clock goes on while no timer of this process fires, as when it is stopped: the server is not asked in between.
        var held = new List<bool>();
        _server.Before = _ => held.Add(term.IsHeld);
        leader.IsCutOff = true;
        Advance(9);
        Assert.True(term.IsHeld);
        Advance(2);
        Assert.False(term.IsHeld);
        Assert.Equal(TimeSpan.Zero, term.Remaining);
        Assert.True(term.Ended.IsCancellationRequested);
    }

    [Fact]
    public void Leader_that_ends_gives_the_lease_back_and_the_next_read_takes_it()
    {
        // Without a watch nothing goes on outside the clock's own turns.
        _server.WatchesAreAllowed = false;
        var leader = new Contender(this, "a");
        using var standby = new Contender(this, "b");
        Advance(5);
        leader.Dispose();
        Assert.True(SpinWait.SpinUntil(() => leader.Running.IsCompleted, TimeSpan.FromSeconds(10)));
        Assert.Equal("", _server.Holder("lead"));
        Advance(20);
        Assert.True(standby.Leads);
        Assert.Equal(2, standby.Term!.Epoch);
    }

    [Fact]
    public void Released_lease_is_taken_at_once_by_who_watches_and_at_the_next_read_by_who_may_not()
    {
        foreach (var mayWatch in new[] { true, false })
        {
            _server.WatchesAreAllowed = mayWatch;
            var leader = new Contender(this, "a");
            var standby = new Contender(this, "b");
            for (var term = 0; term < 5; term++)
            {
                Advance(30 + (3 * term));
                Assert.True(leader.Leads && !standby.Leads);
                var delays = standby.Clock.Timers;
                leader.Dispose();
                Assert.True(SpinWait.SpinUntil(() => leader.Running.IsCompleted, TimeSpan.FromSeconds(10)));

                // Who is woken by the watch goes on in a turn of its own; the clock waits for its next delay.
                Assert.True(SpinWait.SpinUntil(() => !mayWatch || standby.Clock.Timers > delays, TimeSpan.FromSeconds(30)), $"term {term}: not woken");
                for (var tenth = 0; tenth < (mayWatch ? 12 : 126) && !standby.Leads; tenth++)
                {
                    Advance(0.1);
                }

                Assert.True(SpinWait.SpinUntil(() => standby.Leads, TimeSpan.FromSeconds(30)), $"term {term}: not taken, watched {mayWatch}");
                (leader, standby) = (standby, new Contender(this, $"next-{term}"));
            }

            leader.Dispose();
            standby.Dispose();
            _server.Delete("lead");
        }
    }

    [Fact]
    public void Standby_takes_over_within_twice_the_duration_whenever_the_leader_falls_silent()
    {
        var slowest = 0.0;
        for (var moment = 0; moment < 40; moment++)
        {
            using var leader = new Contender(this, $"leader-{moment}");
            using var standby = new Contender(this, $"standby-{moment}");
            Advance(30 + (0.7 * moment));
            Assert.True(leader.Leads && !standby.Leads);
            leader.IsCutOff = true;
            var waited = 0.0;
            for (; !standby.Leads && waited < 60; waited += 0.1)
            {
                Advance(0.1);
            }

            slowest = Math.Max(slowest, waited);
            _server.Delete("lead");
        }

        Assert.InRange(slowest, 20, 28);
    }

    [Fact]
    public void Clocks_of_other_machines_do_not_matter()
    {
        using var leader = new Contender(this, "a");
        using var standby = new Contender(this, "b");
        _time.SetUtcNow(_time.GetUtcNow() + TimeSpan.FromDays(300));
        Advance(120);
        Assert.True(leader.Leads && !standby.Leads);
        _time.SetUtcNow(_time.GetUtcNow() - TimeSpan.FromDays(900));
        Advance(120);
        Assert.True(leader.Leads && !standby.Leads);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void Leader_whose_clock_is_an_hour_off_leads_until_it_falls_silent(int seconds)
    {
        _server.WritersClock = TimeSpan.FromSeconds(seconds);
        using var leader = new Contender(this, "a");
        using var standby = new Contender(this, "b");
        Advance(120);
        Assert.True(leader.Leads && !standby.Leads);
        leader.IsCutOff = true;
        Advance(45);
        Assert.True(standby.Leads);
    }

    [Fact]
    public void Old_answer_of_a_lagging_cache_takes_no_lease_that_is_renewed()
    {
        using var leader = new Contender(this, "a");
        Advance(10);
        _server.StaleAnswer = _server["lead"]!.ToJsonString();
        using var standby = new Contender(this, "b");
        Advance(120);
        Assert.True(leader.Leads && !standby.Leads);
        Assert.Equal(1, leader.Terms);
        Assert.Equal(0, standby.Terms);
    }

    [Fact]
    public void Deleted_lease_ends_the_term_and_the_next_has_a_higher_epoch()
    {
        using var leader = new Contender(this, "a");
        Advance(4);
        _server.Delete("lead");
        Advance(10);
        Assert.True(leader.Leads);
        Assert.Equal(2, leader.Term!.Epoch);
        Assert.Equal(2, leader.Terms);
    }

    [Fact]
    public void Lost_answer_of_a_renewal_or_a_strangers_change_does_not_end_the_term()
    {
        using var leader = new Contender(this, "a");
        Advance(4);
        _server.LoseAnswer = true;
        Advance(4);
        _server["lead"]!["metadata"]!["resourceVersion"] = "77777";
        Advance(20);
        Assert.True(leader.Leads);
        Assert.Equal(1, leader.Terms);
    }

    [Fact]
    public void Work_that_fails_gives_the_lease_back_and_contends_again_without_spinning()
    {
        using var leader = new Contender(this, "a", _ => throw new InvalidOperationException("work"));
        _server.Requests.Clear();
        Advance(60);
        Assert.False(leader.Running.IsCompleted);
        Assert.InRange(leader.Terms, 10, 31);
        Assert.InRange(_server.Requests.Count, 20, 160);
    }

    [Fact]
    public void Two_contenders_at_the_same_moment_make_one_leader()
    {
        var contenders = Enumerable.Range(0, 20).Select(i => new Contender(this, $"agent-{i}")).ToArray();
        for (var i = 0; i < 300; i++)
        {
            Advance(1);
            Assert.InRange(contenders.Count(contender => contender.Term is { IsHeld: true }), 0, 1);
            if (i % 60 == 0)
            {
                foreach (var contender in contenders)
                {
                    contender.IsCutOff = contender.Leads;
                }
            }
        }

        Assert.InRange(contenders.Sum(contender => contender.Terms), 4, 8);
        Array.ForEach(contenders, contender => contender.Dispose());
    }

    [Fact]
    public async Task State_rides_on_the_renewal_and_the_next_leader_reads_it()
    {
        using var leader = new Contender(this, "a");
        using var standby = new Contender(this, "b");
        var before = _server.Requests.Count;
        var write = leader.Term!.State.WriteAsync("watermark", new byte[] { 1, 2, 3 }, default).AsTask();
        Assert.False(write.IsCompleted);
        Assert.Equal(before, _server.Requests.Count);
        Advance(2);
        await write.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(before + 1, _server.Requests.Count);

        leader.IsCutOff = true;
        var lost = leader.Term!.State.WriteAsync("watermark", new byte[] { 9 }, default).AsTask();
        Advance(60);
        await Assert.ThrowsAsync<IOException>(() => lost.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal([1, 2, 3], (await standby.Term!.State.ReadAsync("watermark", default))!);
        Assert.Null(await standby.Term.State.ReadAsync("other", default));
    }

    [Theory]
    [InlineData(15, 15, 2)]
    [InlineData(15, 10, 6)]
    [InlineData(15, 10, 0)]
    [InlineData(0, 10, 2)]
    public void Durations_that_do_not_fit_are_refused(int duration, int deadline, int retry) =>
        Assert.Throws<ArgumentException>(() => new LeaderElection(new KubernetesClient(_server, _time), new LeaderElectionOptions
        {
            Namespace = "n",
            LeaseName = "l",
            Identity = "i",
            LeaseDuration = TimeSpan.FromSeconds(duration),
            RenewDeadline = TimeSpan.FromSeconds(deadline),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        }));

    private void Advance(double seconds)
    {
        for (var step = 0; step < seconds * 10; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }
    }

    private sealed class Contender : IDisposable, IApiTransport
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly LeaderElection _election;
        private readonly LeaseServer _server;

        public Contender(LeaderElectionTests test, string identity, Func<Leadership, Task>? work = null)
        {
            _server = test._server;
            Clock = new CountingTime(test._time);
            _election = new LeaderElection(
                new KubernetesClient(this, Clock),
                new LeaderElectionOptions { Namespace = "hex", LeaseName = "lead", Identity = identity, Owner = new OwnerReference("apps/v1", "DaemonSet", "agent", Uid.Parse("u-1")) },
                new Random(identity.Length + identity[^1]));
            Running = _election.RunAsync(
                async term =>
                {
                    Terms++;
                    await (work?.Invoke(term) ?? UntilEnded(term));
                },
                _stop.Token);
        }

        // Ends inside the call that ends the term, so that the test's clock waits for it.
        private static Task UntilEnded(Leadership term)
        {
            var ended = new TaskCompletionSource();
            term.Ended.Register(ended.SetResult);
            return ended.Task;
        }

        public Task Running { get; }

        public CountingTime Clock { get; }

        public int Terms { get; private set; }

        public bool IsCutOff { get; set; }

        public Leadership? Term => _election.Current;

        public bool Leads => Term is { IsHeld: true };

        public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
            IsCutOff ? throw new HttpRequestException("no route to host") : _server.SendAsync(request, cancellationToken);

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    /// <summary>The test's clock, and how many timers were made from it.</summary>
    private sealed class CountingTime(FakeTimeProvider time) : TimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = time.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
