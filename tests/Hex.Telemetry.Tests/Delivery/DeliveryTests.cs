using Hex.Testing;
using Microsoft.Extensions.Logging;
using static Hex.Telemetry.ExportResult;

namespace Hex.Telemetry.Tests;

/// <summary>The fault table: what each answer of a leaf leads to.</summary>
public sealed class DeliveryTests
{
    private const int KiB = 1024;
    private readonly FakeTimeProvider _time = new();
    private readonly Logged<LogPipeline> _log = new();
    private readonly DeliveryOptions _options = new();

    /// <summary>Name; sizes in KiB of the records; what refuses a range; accepted and dropped records; attempts.</summary>
    public static TheoryData<string, int, int, Func<Attempt, int, ExportResult>, int, int, int> Cases => new()
    {
        { "accepted at once", 8, 1, (_, _) => Accepted, 8, 0, 1 },
        { "transient failures are repeated until they end", 8, 1, (_, n) => n < 5 ? Retry("away") : Accepted, 8, 0, 6 },
        { "an endpoint fault holds everything until it ends", 8, 1, (_, n) => n < 3 ? EndpointFault("bad key") : Accepted, 8, 0, 4 },
        { "one bad record of one is dropped", 1, 1, (_, _) => Rejected("bad"), 0, 1, 1 },
        { "one bad record among eight is found", 8, 1, (a, _) => Holds(a, 5) ? Rejected("bad") : Accepted, 7, 1, 7 },
        { "the first bad record is found", 8, 1, (a, _) => Holds(a, 0) ? Rejected("bad") : Accepted, 7, 1, 7 },
        { "the last bad record is found", 8, 1, (a, _) => Holds(a, 7) ? Rejected("bad") : Accepted, 7, 1, 7 },
        { "all bad: no more than 2 log2 n extra requests", 1024, 1, (_, _) => Rejected("bad"), 0, 1024, 21 },
        { "a limit on bytes is met by halves", 16, 16, (a, _) => a.Count * 16 > 64 ? TooLarge("too large") : Accepted, 16, 0, 6 },
        { "a record too large alone is cut", 1, 512, (_, n) => n == 0 ? TooLarge("too large") : Accepted, 1, 0, 2 },
        { "a small request refused as too large waits", 4, 16, (_, n) => n < 3 ? TooLarge("throttled") : Accepted, 4, 0, 4 },
        { "partial success is final", 8, 1, (_, _) => PartiallyAccepted(3, "three were old"), 5, 0, 1 },
        { "an absurd partial success is clamped", 8, 1, (_, _) => PartiallyAccepted(1000, "odd"), 0, 0, 1 },
        { "a thrown exception is an endpoint fault", 8, 1, (_, n) => n == 0 ? throw new InvalidDataException("bug") : Accepted, 8, 0, 2 },
        { "a leaf's own cancellation is transient", 8, 1, (_, n) => n == 0 ? throw new OperationCanceledException() : Accepted, 8, 0, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_answer_settles_every_record(
        string name, int count, int kib, Func<Attempt, int, ExportResult> answer, int accepted, int dropped, int attempts)
    {
        using var delivery = Make();
        using var request = Request(count, kib, answer);

        var outcome = await DeliverAsync(delivery, request);

        Assert.Equal(DeliveryEnd.Completed, outcome.End);
        Assert.Equal(count, outcome.Settled);
        Assert.Equal((accepted, dropped, attempts), (outcome.Accepted, outcome.Dropped, request.Attempts.Count));
        Assert.True(outcome.Accepted + outcome.Rejected + outcome.Dropped == count, name);
        Assert.Null(delivery.Held);
        Assert.Null(delivery.Retrying);
        Assert.Equal(outcome.Accepted, delivery.Totals.Accepted);
        Assert.Equal(attempts, delivery.Totals.Attempts);
    }

    [Fact]
    public async Task A_cause_that_is_seen_now_as_transient_now_as_a_fault_is_told_once_and_so_is_its_end()
    {
        using var delivery = Make();
        using var request = Request(8, 1, (_, n) => n switch
        {
            < 2 or 3 => Retry("is this the right port?"),
            2 or 4 => EndpointFault("is this the right port?"),
            _ => Accepted,
        });

        await DeliverAsync(delivery, request);

        Assert.Equal(2, _log.Entries.Count);
        var (level, id, text) = _log.Entries.First();
        Assert.Equal((LogLevel.Warning, 1000), (level, id));
        Assert.Contains("is this the right port? Data waits", text, StringComparison.Ordinal);
        Assert.Equal(1003, _log.Entries.Last().Id);
        Assert.Contains("holding", _log.Entries.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_delays_double_from_half_a_second_to_thirty()
    {
        using var delivery = Make();
        using var request = Request(1, 1, (_, n) => n < 9 ? Retry("away") : Accepted);

        await DeliverAsync(delivery, request);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], Gaps(request));
        Assert.Equal(9, delivery.Totals.Retries);
    }

    [Fact]
    public async Task The_servers_hint_comes_first_and_is_bounded()
    {
        using var delivery = Make();
        using var request = Request(1, 1, (_, n) => n switch
        {
            0 => Retry("busy", TimeSpan.FromSeconds(7)),
            1 => Retry("busy", TimeSpan.FromDays(7)),
            _ => Accepted,
        });

        await DeliverAsync(delivery, request);

        Assert.Equal([7, 600], Gaps(request));
    }

    [Fact]
    public async Task Hold_delays_double_from_five_seconds_to_sixty()
    {
        using var delivery = Make();
        using var request = Request(1, 1, (_, n) => n < 6 ? EndpointFault("bad key") : Accepted);

        await DeliverAsync(delivery, request);

        Assert.Equal([5, 10, 20, 40, 60, 60], Gaps(request));
        Assert.Equal(1, delivery.Totals.Holds);
    }

    [Fact]
    public async Task A_fault_is_told_once_per_cause_then_slowly_and_so_is_its_end()
    {
        using var delivery = Make();
        using var request = Request(1, 1, (_, n) => n < 30 ? EndpointFault("bad key") : n == 30 ? EndpointFault("no such service") : Accepted);

        await DeliverAsync(delivery, request);

        // 27 minutes at most every five, and the other cause.
        Assert.InRange(_log.Count(1001), 6, 7);
        Assert.Equal(1, _log.Count(1003));
        Assert.All(_log.Entries.Where(e => e.Id == 1001), e => Assert.Matches(@"next attempt in \d+(\.\d\d?)? s\.", e.Text));
        Assert.Single(_log.Entries, e => e.Text.Contains("no such service", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hold_is_visible_while_it_lasts()
    {
        using var delivery = Make();
        using var request = Request(1, 1, (_, _) => EndpointFault("bad key"));
        using var stop = new CancellationTokenSource();
        var began = _time.GetUtcNow();
        var running = delivery.DeliverAsync(request, null, stop.Token).AsTask();
        await _time.WaitForTimersAsync();

        Assert.Equal((began, "bad key"), delivery.Held);

        await stop.CancelAsync();
        Assert.Equal(DeliveryEnd.Cancelled, (await running).End);
        Assert.Equal(0, _log.Count(1003));
    }

    [Fact]
    public async Task A_closed_gate_ends_the_delivery_before_the_next_attempt()
    {
        using var delivery = Make();
        var gate = new Gate();
        using var request = Request(8, 1, (a, n) =>
        {
            gate.IsOpen = n < 1;
            return Holds(a, 7) ? Rejected("bad") : Accepted;
        });

        var outcome = await _time.RunAsync(delivery.DeliverAsync(request, gate, CancellationToken.None).AsTask());

        Assert.Equal(DeliveryEnd.Abandoned, outcome.End);
        Assert.Equal(4, outcome.Settled);
        Assert.Equal(2, request.Attempts.Count);
    }

    [Fact]
    public async Task The_size_limit_is_remembered_and_forgotten_after_ten_minutes()
    {
        using var delivery = Make();
        Func<Attempt, int, ExportResult> limited = (a, _) => a.Count * 16 > 128 ? TooLarge("too large") : Accepted;
        using var first = Request(16, 16, limited);
        using var second = Request(16, 16, limited);
        using var third = Request(16, 16, limited);

        await DeliverAsync(delivery, first);
        await DeliverAsync(delivery, second);
        _time.Advance(TimeSpan.FromMinutes(11));
        await DeliverAsync(delivery, third);

        Assert.Equal((3, 2, 3), (first.Attempts.Count, second.Attempts.Count, third.Attempts.Count));
    }

    [Fact]
    public async Task Partial_successes_are_told_with_the_servers_words()
    {
        using var delivery = Make();
        foreach (var answer in new[] { PartiallyAccepted(3, "three were old"), PartiallyAccepted(0, "deprecated field"), PartiallyAccepted(1, "") })
        {
            using var request = Request(8, 1, (_, _) => answer);
            await DeliverAsync(delivery, request);
        }

        Assert.Equal(
            [(1004, "three were old"), (1007, "deprecated field"), (1004, "no reason given")],
            _log.Entries.Select(e => (e.Id, e.Text.Split(": ")[^1])));
    }

    [Fact]
    public async Task A_record_that_cannot_be_cut_is_dropped_and_the_others_go_on()
    {
        using var delivery = Make();
        using var request = new SizedRequest([KiB, 512 * KiB, KiB], _time, (a, _) => Holds(a, 1) ? TooLarge("too large") : Accepted) { CanTruncate = false };

        var outcome = await DeliverAsync(delivery, request);

        Assert.Equal((2, 1), (outcome.Accepted, outcome.Dropped));
        Assert.Contains(_log.Entries, e => e.Id == 1005 && e.Text.Contains("number 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_delivery_through_wakes_the_others()
    {
        using var delivery = Make(slots: 2);
        var away = true;
        using var first = Request(1, 1, (_, _) => away ? EndpointFault("bad key") : Accepted);
        using var second = Request(1, 1, (_, _) => away ? EndpointFault("bad key") : Accepted);
        var late = delivery.DeliverAsync(first, null, CancellationToken.None).AsTask();
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await _time.WaitForTimersAsync();
        var early = delivery.DeliverAsync(second, null, CancellationToken.None).AsTask();
        await _time.WaitForTimersAsync(2);
        away = false;

        _time.Advance(TimeSpan.FromSeconds(5));
        await early;
        await late.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(10), first.Attempts[^1].At);
    }

    private static bool Holds(Attempt attempt, int record) => attempt.First <= record && record < attempt.First + attempt.Count;

    private static double[] Gaps(SizedRequest request) =>
        [.. request.Attempts.Zip(request.Attempts.Skip(1), (a, b) => Math.Round((b.At - a.At).TotalSeconds, 3))];

    private SizedRequest Request(int count, int kib, Func<Attempt, int, ExportResult> answer) =>
        new([.. Enumerable.Repeat((long)kib * KiB, count)], _time, answer);

    private Delivery Make(int slots = 1) => new("fake", slots, _options, _time, new FixedRandom(1), _log);

    private Task<DeliveryOutcome> DeliverAsync(Delivery delivery, ExportRequest request) =>
        _time.RunAsync(delivery.DeliverAsync(request, null, CancellationToken.None).AsTask());

    private sealed class Gate : IDeliveryGate
    {
        public bool IsOpen { get; set; } = true;
    }
}
