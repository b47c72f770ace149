namespace Hex.Dedup.Tests;

public class EventLedgerTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_000_000 * Second;

    [Fact]
    public void Without_a_watermark_everything_is_new()
    {
        var ledger = new EventLedger("c");
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "5", 0, Now));
        Assert.NotNull(ledger.Offer("b", 7, "3", 0, Now));
        Assert.True(ledger.EndList("9", Now));
    }

    [Fact]
    public void Another_clusters_watermark_means_nothing()
    {
        var ledger = new EventLedger("other", Settled(100));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "5", 0, Now));
    }

    [Fact]
    public void Watermark_moves_over_what_is_acknowledged_without_a_gap()
    {
        var ledger = Listed("10");
        var a = ledger.Offer("a", 1, "11", 0, Now)!;
        var b = ledger.Offer("b", 1, "12", 0, Now)!;
        var c = ledger.Offer("c", 1, "13", 0, Now)!;
        Assert.Equal("10", ledger.Watermark.Revision?.ToString());
        ledger.Acknowledge(c);
        Assert.Equal("10", ledger.Watermark.Revision?.ToString());
        ledger.Acknowledge(a);
        Assert.Equal("11", ledger.Watermark.Revision?.ToString());
        ledger.Acknowledge(b);
        Assert.Equal("13", ledger.Watermark.Revision?.ToString());
        Assert.Equal(0, ledger.Outstanding);
    }

    [Fact]
    public void Watermark_stands_still_while_a_list_is_read_and_then_passes_all_of_it()
    {
        var ledger = new EventLedger("c");
        ledger.BeginList();
        var late = ledger.Offer("a", 1, "50", 0, Now)!;
        var early = ledger.Offer("b", 1, "20", 0, Now)!;
        ledger.Acknowledge(late);
        Assert.Null(ledger.Watermark.Revision);
        Assert.True(ledger.EndList("60", Now));
        Assert.Null(ledger.Watermark.Revision);
        ledger.Acknowledge(early);
        Assert.Equal("60", ledger.Watermark.Revision?.ToString());
    }

    [Fact]
    public void Pages_that_were_acknowledged_are_not_sent_again_by_the_next_reader()
    {
        // Far more than the tail remembers, in the order of names, which is not that of versions.
        const int pages = 20, size = 500;
        var (first, acknowledged) = (new EventLedger("c"), new HashSet<string>());
        first.BeginList();
        for (var page = 0; page < pages; page++)
        {
            foreach (var (uid, place, revision) in Page(page, size))
            {
                var ticket = first.Offer(uid, 1, revision, 0, Now, place)!;
                if (page < 17)
                {
                    first.Acknowledge(ticket);
                    acknowledged.Add(uid);
                }
            }

            first.EndPage();
        }

        var kept = first.Watermark;
        Assert.Null(kept.Revision);
        Assert.Equal("default/e08499", kept.Listed?.Place);
        Assert.True(EventWatermark.TryRead(kept.ToBytes(), out var read));

        var next = new EventLedger("c", read);
        next.BeginList();
        var again = Enumerable.Range(0, pages).SelectMany(page => Page(page, size)).Where(item => next.Offer(item.Uid, 1, item.Revision, 0, Now, item.Place) is not null).ToList();
        Assert.Equal(3 * size, again.Count);
        Assert.DoesNotContain(again, item => acknowledged.Contains(item.Uid));
        Assert.True(next.EndList("1999999", Now));
        next.BeginList();
        // What happened after the list, where it had passed already, is new.
        Assert.NotNull(next.Offer("late", 1, "2000000", Now, Now, "default/a"));
        Assert.NotNull(next.Offer("e3", 2, "2000001", Now, Now, "default/e00003"));
    }

    [Fact]
    public void Page_counts_when_all_before_it_is_acknowledged()
    {
        var ledger = new EventLedger("c");
        ledger.BeginList();
        var a = ledger.Offer("a", 1, "50", 0, Now, "default/a")!;
        ledger.EndPage();
        var b = ledger.Offer("b", 1, "20", 0, Now, "default/b")!;
        ledger.EndPage();
        ledger.Acknowledge(b);
        Assert.Null(ledger.Watermark.Listed);
        ledger.Acknowledge(a);
        Assert.Equal(("default/b", "50"), (ledger.Watermark.Listed?.Place, ledger.Watermark.Listed?.Revision.ToString()));
        Assert.True(ledger.EndList("60", Now));
        Assert.Equal("60", ledger.Watermark.Revision?.ToString());
        Assert.Null(ledger.Watermark.Listed);
    }

    [Theory]
    [InlineData('z', 1000)]
    [InlineData('\ud800', 1)]
    public void Place_that_no_server_should_have_is_not_kept(char letter, int length)
    {
        var ledger = new EventLedger("c");
        ledger.BeginList();
        ledger.Acknowledge(ledger.Offer("a", 1, "50", 0, Now, "default/a")!);
        ledger.EndPage();
        ledger.Acknowledge(ledger.Offer("b", 1, "51", 0, Now, "default/" + new string(letter, length))!);
        ledger.EndPage();
        Assert.Equal("default/a", ledger.Watermark.Listed?.Place);
        Assert.True(EventWatermark.TryRead(ledger.Watermark.ToBytes(), out _));
    }

    [Fact]
    public void Server_that_went_back_behind_a_page_is_read_anew()
    {
        Assert.True(Revision.TryParse("50", out var revision));
        var ledger = new EventLedger("c", new EventWatermark("c", null, 0, [], new ListPosition("default/m", revision)));
        ledger.BeginList();
        Assert.Null(ledger.Offer("a", 1, "30", 0, Now, "default/a"));
        Assert.False(ledger.EndList("40", Now));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "30", 0, Now, "default/a"));
        Assert.True(ledger.EndList("40", Now));
    }

    [Fact]
    public void Growth_has_its_delta_and_a_first_sight_of_many_has_none()
    {
        var ledger = Listed("10");
        Assert.Equal(1, ledger.Offer("a", 1, "11", 0, Now)!.Delta);
        Assert.Equal(4, ledger.Offer("a", 5, "12", 0, Now)!.Delta);
        Assert.Null(ledger.Offer("b", 5, "13", 0, Now)!.Delta);
        Assert.Null(ledger.Offer("a", 5, "14", 0, Now));
        Assert.Null(ledger.Offer("a", 3, "15", 0, Now));
    }

    [Fact]
    public void Next_reader_takes_what_is_newer_and_knows_the_counts_of_the_tail()
    {
        var first = Listed("10");
        foreach (var (uid, revision) in new[] { ("a", "11"), ("b", "12") })
        {
            first.Acknowledge(first.Offer(uid, 1, revision, 0, Now)!);
        }

        first.Offer("c", 1, "13", 0, Now);
        Assert.True(EventWatermark.TryRead(first.Watermark.ToBytes(), out var watermark));
        var next = new EventLedger("c", watermark);
        next.BeginList();
        Assert.Null(next.Offer("a", 1, "11", 0, Now));
        Assert.Equal(2, next.Offer("b", 3, "14", 0, Now)!.Delta);
        Assert.NotNull(next.Offer("c", 1, "13", 0, Now));
        Assert.True(next.EndList("20", Now));
    }

    [Fact]
    public void What_was_acknowledged_out_of_order_is_not_sent_again()
    {
        var first = Listed("10");
        first.Offer("a", 1, "11", 0, Now);
        first.Acknowledge(first.Offer("b", 1, "12", 0, Now)!);
        var next = new EventLedger("c", first.Watermark);
        next.BeginList();
        Assert.NotNull(next.Offer("a", 1, "11", 0, Now));
        Assert.Null(next.Offer("b", 1, "12", 0, Now));
    }

    [Fact]
    public void Another_list_in_between_does_not_repeat_what_is_under_way()
    {
        var ledger = Listed("10");
        var ticket = ledger.Offer("a", 1, "11", 0, Now)!;
        ledger.BeginList();
        Assert.Null(ledger.Offer("a", 1, "11", 0, Now));
        Assert.NotNull(ledger.Offer("b", 2, "15", 0, Now));
        Assert.True(ledger.EndList("16", Now));
        ledger.Acknowledge(ticket);
        Assert.Equal("11", ledger.Watermark.Revision?.ToString());
    }

    [Fact]
    public void List_older_than_the_watermark_is_told_and_then_times_decide()
    {
        var settledAt = Now;
        var ledger = new EventLedger("c", new EventWatermark("c", RevisionOf("1000"), settledAt, []));
        ledger.BeginList();
        Assert.Null(ledger.Offer("a", 1, "500", settledAt, Now));
        Assert.False(ledger.EndList("600", Now));
        Assert.True(ledger.GoesByTime);

        ledger.BeginList();
        Assert.Null(ledger.Offer("old", 1, "400", settledAt - (61 * Second), Now));
        var slack = ledger.Offer("slack", 1, "450", settledAt - (60 * Second), Now);
        var fresh = ledger.Offer("new", 1, "550", settledAt + Second, Now);
        Assert.True(ledger.EndList("600", Now));
        Assert.Null(ledger.Watermark.Revision);
        ledger.Acknowledge(slack!);
        ledger.Acknowledge(fresh!);
        Assert.Equal("600", ledger.Watermark.Revision?.ToString());
        Assert.False(ledger.GoesByTime);
    }

    [Fact]
    public void Events_passed_over_in_a_list_that_was_too_old_are_looked_at_again()
    {
        var ledger = new EventLedger("c", new EventWatermark("c", RevisionOf("1000"), Now, []));
        ledger.BeginList();
        Assert.Null(ledger.Offer("a", 1, "500", Now, Now));
        Assert.False(ledger.EndList("600", Now));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "500", Now, Now));
    }

    [Fact]
    public void Restored_server_is_noticed_in_the_middle_of_a_watch_too()
    {
        var ledger = Listed("1000");
        var ticket = ledger.Offer("a", 1, "1001", Now, Now)!;
        ledger.BeginList();
        Assert.False(ledger.EndList("900", Now));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("b", 1, "890", Now, Now));
        Assert.True(ledger.EndList("901", Now));
        ledger.Acknowledge(ticket);
        Assert.Null(ledger.Watermark.Revision);
        Assert.Equal(1, ledger.Outstanding);
    }

    [Fact]
    public void Versions_that_are_no_numbers_leave_it_to_times_and_counts()
    {
        var ledger = new EventLedger("c", new EventWatermark("c", RevisionOf("1000"), Now, []));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "x-17", Now, Now));
        Assert.Null(ledger.Offer("b", 1, "x-18", Now - (90 * Second), Now));
        Assert.True(ledger.EndList("x-20", Now));
        var later = ledger.Offer("c", 1, "x-21", Now + (10 * Second), Now + (10 * Second));
        ledger.Acknowledge(later!);
        Assert.Null(ledger.Watermark.Revision);
        Assert.Equal(Now, ledger.Watermark.SettledAtUnixNano);
    }

    [Fact]
    public void Version_that_is_no_number_after_numbers_has_the_list_read_again()
    {
        var ledger = new EventLedger("c", new EventWatermark("c", RevisionOf("1000"), Now, []));
        ledger.BeginList();
        Assert.Null(ledger.Offer("a", 1, "999", Now, Now));
        Assert.NotNull(ledger.Offer("b", 1, "x-17", Now, Now));
        Assert.False(ledger.EndList("x-20", Now));
        ledger.BeginList();
        Assert.NotNull(ledger.Offer("a", 1, "999", Now, Now));
        Assert.Null(ledger.Offer("b", 1, "x-17", Now, Now));
        Assert.True(ledger.EndList("x-20", Now));
    }

    [Fact]
    public void Settled_time_is_that_of_the_oldest_event_still_under_way()
    {
        var ledger = Listed("10");
        var a = ledger.Offer("a", 1, "11", 0, Now + Second)!;
        var b = ledger.Offer("b", 1, "12", 0, Now + (2 * Second))!;
        Assert.Equal(Now + Second, ledger.Watermark.SettledAtUnixNano);
        ledger.Acknowledge(a);
        Assert.Equal(Now + (2 * Second), ledger.Watermark.SettledAtUnixNano);
        ledger.Acknowledge(b);
        Assert.Equal(Now + (2 * Second), ledger.Watermark.SettledAtUnixNano);
    }

    [Fact]
    public void Event_that_aged_out_is_forgotten()
    {
        var ledger = Listed("10");
        ledger.Acknowledge(ledger.Offer("a", 3, "11", 0, Now)!);
        ledger.Remove("a");
        Assert.NotNull(ledger.Offer("a", 1, "12", 0, Now));
    }

    [Fact]
    public void Version_grows_with_what_is_worth_keeping()
    {
        var ledger = Listed("10");
        var version = ledger.Version;
        var ticket = ledger.Offer("a", 1, "11", 0, Now)!;
        Assert.Equal(version, ledger.Version);
        ledger.Acknowledge(ticket);
        Assert.True(ledger.Version > version);
        version = ledger.Version;
        ledger.Acknowledge(ticket);
        Assert.Equal(version, ledger.Version);
    }

    private static IEnumerable<(string Uid, string Place, string Revision)> Page(int page, int size) =>
        Enumerable.Range(page * size, size).Select(i => ($"e{i}", $"default/e{i:00000}", (1_000_000 + (i * 7919L % 10_007)).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    internal static Revision RevisionOf(string digits)
    {
        Assert.True(Revision.TryParse(digits, out var revision));
        return revision;
    }

    private static EventWatermark Settled(long revision) => new("c", RevisionOf(revision.ToString(System.Globalization.CultureInfo.InvariantCulture)), Now, []);

    private static EventLedger Listed(string version)
    {
        var ledger = new EventLedger("c");
        ledger.BeginList();
        Assert.True(ledger.EndList(version, Now));
        return ledger;
    }
}
