using System.Text;
using Hex.Telemetry;
using static Hex.Logs.Tests.Reading.LogTree;

namespace Hex.Logs.Tests.Reading;

public sealed class ReaderTests : IDisposable
{
    private readonly LogTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Lines_become_records_with_the_paths_identity()
    {
        _tree.Append(Line("level=warn msg=hello") + Line("oops", "stderr"));
        await using var driver = new ReaderDriver(_tree.Root);
        await driver.ReadAsync();
        Assert.Equal(["level=warn msg=hello", "oops"], driver.Bodies);
        var first = driver.Records[0];
        Assert.Equal((LogStream.Stdout, LogSeverity.Warn), (first.Stream, first.Severity));
        Assert.Equal(LogSeverity.Unspecified, driver.Records[1].Severity);
        Assert.Equal("shop", first.Resource["k8s.namespace.name"]);
        Assert.Equal("web-0", first.Resource["k8s.pod.name"]);
        Assert.Equal("8a5c1f2e-0000-4000-8000-000000000001", first.Resource["k8s.pod.uid"]);
        Assert.Equal("app", first.Resource["k8s.container.name"]);
        Assert.Equal(2, driver.Records.Select(r => r.Uid).Distinct().Count());
    }

    [Fact]
    public async Task Appended_lines_come_as_they_are_written()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        await driver.ReadAsync();
        _tree.Append(Line("one"));
        await driver.ReadAsync();
        _tree.Append(Line("two")[..20]);
        await driver.ReadAsync();
        Assert.Equal(["one"], driver.Bodies);
        _tree.Append(Line("two")[20..] + Line("three"));
        await driver.ReadAsync();
        Assert.Equal(["one", "two", "three"], driver.Bodies);
    }

    [Fact]
    public async Task Parts_are_joined_per_stream_however_they_come()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("a1 ", tag: "P") + Line("b1 ", "stderr", "P") + Line("a2 ", tag: "P"));
        await driver.ReadAsync();
        Assert.Empty(driver.Bodies);
        _tree.Append(Line("whole", "stderr", "F") + Line("a3") + Line("after"));
        await driver.ReadAsync();
        Assert.Equal(["b1 whole", "a1 a2 a3", "after"], driver.Bodies);
    }

    [Fact]
    public async Task Records_given_back_come_again_with_the_same_ids()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1") + Line("2"));
        await driver.ReadAsync(acknowledge: false);
        driver.Held[0].Dispose();
        driver.Held.Clear();
        await driver.ReadAsync();
        Assert.Equal(["1", "2", "1", "2"], driver.Bodies);
        Assert.Equal(2, driver.Records.Select(r => r.Uid).Distinct().Count());
    }

    [Fact]
    public async Task Acknowledging_out_of_order_moves_the_position_over_the_contiguous_prefix_only()
    {
        var state = new MemoryState();
        await using (var driver = new ReaderDriver(_tree.Root, state))
        {
            _tree.Append(Line("1"));
            await driver.ReadAsync(acknowledge: false);
            _tree.Append(Line("2"));
            await driver.ReadAsync(acknowledge: false);
            driver.Held[1].Acknowledge();
            await driver.Reader.SavePositionsAsync();
        }

        await using var after = new ReaderDriver(_tree.Root, state);
        await after.ReadAsync();
        Assert.Equal(["1", "2"], after.Bodies);
    }

    [Fact]
    public async Task A_pending_part_does_not_repeat_the_other_stream_after_a_restart()
    {
        var state = new MemoryState();
        await using (var driver = new ReaderDriver(_tree.Root, state))
        {
            _tree.Append(Line("part ", tag: "P") + Line("e1", "stderr") + Line("e2", "stderr"));
            await driver.ReadAsync();
            Assert.Equal(["e1", "e2"], driver.Bodies);
        }

        _tree.Append(Line("e3", "stderr") + Line("end"));
        await using var after = new ReaderDriver(_tree.Root, state);
        await after.ReadAsync();
        Assert.Equal(["e3", "part end"], after.Bodies);
    }

    [Fact]
    public async Task Bad_lines_go_out_raw_and_marked()
    {
        _tree.Append(Encoding.UTF8.GetBytes(Line("good")));
        _tree.Append("not a line\n"u8.ToArray());
        _tree.Append([0xff, 0xfe, (byte)'\n']);
        _tree.Append(Line("after"));
        await using var driver = new ReaderDriver(_tree.Root);
        await driver.ReadAsync();
        Assert.Equal(4, driver.Records.Count);
        Assert.Equal("not a line", driver.Records[1].Body);
        Assert.Equal(LogRecordMarks.ParseError, driver.Records[1].Marks);
        Assert.Equal(LogRecordMarks.ParseError, driver.Records[2].Marks);
        Assert.Equal("after", driver.Records[3].Body);
        Assert.Equal(2, driver.Reader.Status.ParseErrors);
    }

    [Fact]
    public async Task Nul_runs_are_skipped_and_counted()
    {
        _tree.Append(Line("before"));
        _tree.Append(new byte[100_000]);
        _tree.Append(Line("after"));
        await using var driver = new ReaderDriver(_tree.Root);
        await driver.ReadAsync();
        Assert.Equal(["before", "after"], driver.Bodies);
        Assert.Equal(100_000, driver.Reader.Status.NulBytes);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(400_000)]
    [InlineData(5_000_000)]
    public async Task A_line_over_the_limit_is_cut_marked_and_the_rest_skipped(int length)
    {
        _tree.Append(Line(new string('x', length)) + Line("after"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.MaxLineBytes = 2_000);
        await driver.ReadAsync();
        Assert.Equal(2, driver.Records.Count);
        Assert.Equal(2_000, driver.Records[0].Body.Length);
        Assert.Equal(LogRecordMarks.Truncated, driver.Records[0].Marks);
        Assert.Equal("after", driver.Records[1].Body);
    }

    [Fact]
    public async Task A_line_of_parts_over_the_limit_is_cut_and_the_rest_skipped()
    {
        for (var i = 0; i < 300; i++)
        {
            _tree.Append(Line(new string('x', 16_384), tag: "P"));
        }

        _tree.Append(Line("end") + Line("after"));
        await using var driver = new ReaderDriver(_tree.Root);
        await driver.ReadAsync();
        Assert.Equal([1024 * 1024, 5], driver.Records.Select(r => r.Body.Length));
        Assert.Equal(LogRecordMarks.Truncated, driver.Records[0].Marks);
        Assert.True(driver.Budget.Peak <= 4 * 1024 * 1024, $"{driver.Budget.Peak} bytes in flight");
    }

    [Fact]
    public async Task Docker_files_are_read_through_their_links()
    {
        var target = Path.Combine(_tree.Root, "..", Path.GetFileName(_tree.Root) + "-json.log");
        try
        {
            File.WriteAllText(target, """
                {"log":"one\n","stream":"stdout","time":"2026-11-21T12:11:38.5Z"}
                {"log":"two ","stream":"stdout","time":"2026-11-21T12:11:38.6Z"}
                {"log":"\"parts\"\n","stream":"stdout","time":"2026-11-21T12:11:38.7Z"}

                """);
            File.CreateSymbolicLink(_tree.Current, target);
            await using var driver = new ReaderDriver(_tree.Root);
            await driver.ReadAsync();
            Assert.Equal(["one", "two \"parts\""], driver.Bodies);
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Fact]
    public async Task Continuation_lines_are_joined_when_asked_for()
    {
        _tree.Append(
            Line("Exception in thread \"main\" X") + Line("\tat a.b.C") + Line("stdin", "stderr") + Line("Caused by: Y") + Line("\t... 3 more") + Line("next"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.Multiline = true);
        await driver.ReadAsync();
        Assert.Equal(["Exception in thread \"main\" X\n\tat a.b.C\nCaused by: Y\n\t... 3 more", "next", "stdin"], driver.Bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_at_end_skips_what_is_older_and_reads_what_is_new()
    {
        _tree.Append(Line("old"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.StartAt = StartAt.End);
        await driver.ReadAsync();
        _tree.Append(Line("new"));
        var other = Path.Combine(_tree.Root, "shop_api-0_8a5c1f2e-0000-4000-8000-000000000002", "app");
        Directory.CreateDirectory(other);
        _tree.Append(Line("newer"), Path.Combine(other, "0.log"));
        await driver.ReadAsync();
        Assert.Equal(["new", "newer"], driver.Bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_positions_a_hand_over_starts_at_its_time()
    {
        for (var i = 0; i < 3_000; i++)
        {
            _tree.Append(Line($"{i} {new string('.', 100)}", second: i));
        }

        var at = new DateTimeOffset(2026, 11, 21, 12, 40, 0, TimeSpan.Zero);
        await using var driver = new ReaderDriver(_tree.Root, configure: o => (o.StartAt, o.HandedOverAt) = (StartAt.End, at));
        await driver.ReadAsync();
        Assert.StartsWith("2400 ", driver.Records[0].Body, StringComparison.Ordinal);
        Assert.Equal(600, driver.Records.Count);
    }

    [Fact]
    public async Task A_run_with_an_end_leaves_what_is_unfinished()
    {
        var state = new MemoryState();
        _tree.Append(Line("1") + Line("part ", tag: "P") + Line("2", "stderr") + Line("torn")[..25]);
        await using (var once = new ReaderDriver(_tree.Root, state, o => (o.Once, o.StartAt) = (true, StartAt.End)))
        {
            Assert.False(await once.ReadAsync());
            Assert.Equal(["1", "2"], once.Bodies);
            Assert.Equal(1, once.Reader.Status.UnsentTails);
        }

        _tree.Append(Line("torn")[25..] + Line("end"));
        await using var next = new ReaderDriver(_tree.Root, state, o => o.Once = true);
        Assert.False(await next.ReadAsync());
        Assert.Equal(["part torn", "end"], next.Bodies);
    }

    [Fact]
    public async Task A_run_with_an_end_says_when_there_is_no_log_directory()
    {
        await using var once = new ReaderDriver(Path.Combine(_tree.Root, "nowhere"), configure: o => o.Once = true);
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => once.ReadAsync());
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_directory_may_come_later()
    {
        var root = Path.Combine(_tree.Root, "later");
        await using var driver = new ReaderDriver(root);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(1));
        Assert.Contains("does not exist", Assert.Single(driver.Logger.Messages), StringComparison.Ordinal);
        Directory.CreateDirectory(root);
        Directory.Move(Path.GetDirectoryName(_tree.Container)!, Path.Combine(root, "shop_web-0_8a5c1f2e-0000-4000-8000-000000000001"));
        _tree.Append(Line("1"), Path.Combine(root, "shop_web-0_8a5c1f2e-0000-4000-8000-000000000001", "app", "0.log"));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(40));
        Assert.Equal(["1"], driver.Bodies);
    }

    [Fact]
    public async Task Excluded_containers_are_left_alone()
    {
        _tree.Append(Line("1"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.ExcludePods.Add("web-*"));
        await driver.ReadAsync();
        Assert.Empty(driver.Bodies);
    }

    [Fact]
    public async Task Reading_stops_at_the_budget_and_goes_on_when_batches_come_back()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => Line($"{i} {new string('.', 100)}")));
        _tree.Append(text);
        await using var driver = new ReaderDriver(_tree.Root, budget: new ByteBudget(1024 * 1024));
        await driver.ReadAsync(acknowledge: false, quiet: TimeSpan.FromSeconds(31));
        Assert.True(driver.Records.Count < 40_000);
        Assert.True(driver.Budget.Peak <= 1024 * 1024);
        Assert.Contains(driver.Logger.Messages, m => m.Contains("in flight", StringComparison.Ordinal));
        driver.AcknowledgeHeld();
        while (driver.Records.Count < 40_000)
        {
            await driver.ReadAsync(acknowledge: true);
        }

        Assert.Equal(Enumerable.Range(0, 40_000), driver.Bodies.Select(b => int.Parse(b.Split(' ')[0])));
        Assert.Equal(0, driver.Budget.Used);
    }

    [Fact]
    public async Task Positions_that_cannot_be_written_are_told_once_and_reading_goes_on()
    {
        var state = new MemoryState { Failure = new IOException("disk full") };
        await using var driver = new ReaderDriver(_tree.Root, state);
        for (var i = 0; i < 5; i++)
        {
            _tree.Append(Line($"{i}"));
            await driver.ReadAsync();
        }

        Assert.Equal(5, driver.Records.Count);
        Assert.True(SpinWait.SpinUntil(() => driver.Logger.Messages.Count > 0, TimeSpan.FromSeconds(10)));
        Assert.Single(driver.Logger.Messages, m => m.Contains("disk full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Positions_that_are_garbage_count_as_unknown()
    {
        var state = new MemoryState();
        state.Set("log-positions", "HXLPgarbage-garbage-garbage"u8.ToArray());
        _tree.Append(Line("1"));
        await using var driver = new ReaderDriver(_tree.Root, state);
        await driver.ReadAsync();
        Assert.Equal(["1"], driver.Bodies);
        Assert.Contains(driver.Logger.Messages, m => m.Contains("positions cannot be read", StringComparison.Ordinal));
    }
}
