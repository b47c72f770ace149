using Hex.Telemetry;
using static Hex.Logs.Tests.Reading.LogTree;

namespace Hex.Logs.Tests.Reading;

public sealed class GenerationTests : IDisposable
{
    private readonly LogTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Parts_are_joined_across_a_rotation()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("x") + Line("begin ", tag: "P"));
        await driver.ReadAsync();
        _tree.Rename();
        _tree.Append(Line("end", second: 1) + Line("next", second: 1));
        await driver.ReadAsync();
        Assert.Equal(["x", "begin end", "next"], driver.Bodies);
    }

    [Fact]
    public async Task A_join_across_a_rotation_survives_a_restart()
    {
        var state = new MemoryState();
        await using (var first = new ReaderDriver(_tree.Root, state))
        {
            _tree.Append(Line("x") + Line("begin ", tag: "P"));
            await first.ReadAsync();
        }

        _tree.Rename();
        _tree.Append(Line("err", "stderr", second: 1));
        await using (var second = new ReaderDriver(_tree.Root, state))
        {
            await second.ReadAsync();
            Assert.Equal(["err"], second.Bodies);
        }

        _tree.Append(Line("end", second: 1));
        await using var third = new ReaderDriver(_tree.Root, state);
        await third.ReadAsync();
        Assert.Equal(["begin end"], third.Bodies);
    }

    [Fact]
    public async Task Rotation_finishes_the_old_file_before_the_new()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1"));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(1));
        var old = _tree.Rename();
        _tree.Append(Line("3", second: 1));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(1));
        _tree.Append(Line("2"), old);
        await driver.ReadAsync();
        Assert.Equal(["1", "2", "3"], driver.Bodies);
    }

    [Fact]
    public async Task What_is_written_to_a_file_after_it_was_finished_is_read_too()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1"));
        await driver.ReadAsync();
        var old = _tree.Rename();
        _tree.Append(Line("2", second: 1));
        await driver.ReadAsync();
        Assert.Equal(["1", "2"], driver.Bodies);
        _tree.Append(Line("late"), old);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(40));
        _tree.Append(Line("3"));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(40));
        Assert.Equal(["1", "2", "late", "3"], driver.Bodies);
    }

    [Fact]
    public async Task A_file_renamed_back_goes_on()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1"));
        await driver.ReadAsync();
        var old = _tree.Rename();
        await driver.ReadAsync();
        _tree.Append(Line("2"), old);
        File.Move(old, _tree.Current);
        _tree.Append(Line("3"));
        await driver.ReadAsync();
        Assert.Equal(["1", "2", "3"], driver.Bodies);
    }

    [Fact]
    public async Task A_compressed_generation_is_not_read_again()
    {
        var state = new MemoryState();
        await using (var driver = new ReaderDriver(_tree.Root, state))
        {
            _tree.Append(Line("1"));
            await driver.ReadAsync();
            var old = _tree.Rename();
            _tree.Append(Line("2", second: 1));
            await driver.ReadAsync();
            Gzip(old);
            await driver.ReadAsync();
            Assert.Equal(["1", "2"], driver.Bodies);
        }

        await using var after = new ReaderDriver(_tree.Root, state);
        await after.ReadAsync();
        Assert.Empty(after.Bodies);
    }

    [Fact]
    public async Task A_generation_compressed_while_the_reader_was_away_is_read_from_where_it_was()
    {
        var state = new MemoryState();
        await using (var driver = new ReaderDriver(_tree.Root, state))
        {
            _tree.Append(Line("1"));
            await driver.ReadAsync();
        }

        _tree.Append(Line("2"));
        var old = _tree.Rename();
        _tree.Append(Line("3", second: 1));
        Gzip(old);
        await using var after = new ReaderDriver(_tree.Root, state);
        await after.ReadAsync();
        Assert.Equal(["2", "3"], after.Bodies);
    }

    [Fact]
    public async Task A_file_deleted_while_open_is_read_to_its_end()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1"));
        await driver.ReadAsync();
        _tree.Append(Line("2"));
        Directory.Delete(Path.GetDirectoryName(_tree.Container)!, recursive: true);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(60));
        Assert.Equal(["1", "2"], driver.Bodies);
        Assert.Empty(driver.Reader.Status.Files);
    }

    [Fact]
    public async Task A_truncated_file_is_read_anew_and_counted()
    {
        await using var driver = new ReaderDriver(_tree.Root);
        _tree.Append(Line("1") + Line("2"));
        await driver.ReadAsync();
        File.WriteAllText(_tree.Current, Line("3", second: 5));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(60));
        Assert.Equal(["1", "2", "3"], driver.Bodies);
        Assert.Equal(1, driver.Reader.Status.Truncations);
    }

    [Fact]
    public async Task Held_bytes_of_deleted_files_are_bounded_and_the_loss_is_told()
    {
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.MaxHeldBytes = 50_000, budget: new ByteBudget(1));
        _tree.Append(string.Concat(Enumerable.Range(0, 20_000).Select(i => Line($"{i}"))));
        await driver.ReadAsync(acknowledge: false, quiet: TimeSpan.FromSeconds(1));
        Directory.Delete(Path.GetDirectoryName(_tree.Container)!, recursive: true);
        driver.AcknowledgeHeld();
        await driver.ReadAsync(acknowledge: false, quiet: TimeSpan.FromSeconds(40));
        driver.AcknowledgeHeld();
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(40));
        Assert.True(driver.Reader.Status.LostBytes > 0);
        Assert.Contains(driver.Logger.Messages, m => m.Contains("let go", StringComparison.Ordinal));
    }
}
