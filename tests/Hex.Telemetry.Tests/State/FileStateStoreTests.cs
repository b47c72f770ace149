using System.Text;

namespace Hex.Telemetry.Tests;

public sealed class FileStateStoreTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "hex-state-" + Guid.NewGuid().ToString("N"));
    private readonly Logged<FileStateStore> _log = new();

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_written_is_read_by_the_next_process()
    {
        using (var store = Open())
        {
            Assert.Null(await store.ReadAsync("positions", default));
            await WriteAsync(store, "first");
            await WriteAsync(store, "second");
            await store.WriteAsync("empty", ReadOnlyMemory<byte>.Empty, default);
        }

        using var next = Open();
        Assert.Equal("second", await ReadAsync(next));
        Assert.Empty((await next.ReadAsync("empty", default))!);
        Assert.Empty(_log.Entries);
        Assert.Empty(Directory.GetFiles(_directory, "*.tmp"));
    }

    [Fact]
    public async Task Nothing_is_read_or_written_once_the_directory_was_given_back()
    {
        var store = Open();
        await WriteAsync(store, "first");
        store.Dispose();
        store.Dispose();
        using var next = Open();
        await WriteAsync(next, "second");

        await Assert.ThrowsAsync<ObjectDisposedException>(() => WriteAsync(store, "third"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(store));
        Assert.Equal("second", await ReadAsync(next));
    }

    [Fact]
    public async Task File_has_the_documented_form_with_the_published_checksum_of_its_payload()
    {
        using (var store = Open())
        {
            await WriteAsync(store, "123456789");
        }

        // 0xE3069283 is the check value of CRC-32C.
        Assert.Equal([.. "HEXSTATE"u8, 2, 0, 0, 0, 9, 0, 0, 0, 0x83, 0x92, 0x06, 0xE3, .. "123456789"u8], File.ReadAllBytes(Path.Combine(_directory, "positions.state")));
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("empty")]
    [InlineData("one bit turned")]
    [InlineData("longer")]
    [InlineData("another format")]
    [InlineData("a later version")]
    public async Task A_damaged_file_falls_back_to_the_one_before_and_is_told(string damage)
    {
        await WriteTwiceAsync();
        var file = Path.Combine(_directory, "positions.state");
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, damage switch
        {
            "cut short" => bytes[..^1],
            "empty" => [],
            "one bit turned" => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
            "longer" => [.. bytes, 0],
            "another format" => Encoding.UTF8.GetBytes(new string('x', 200)),
            _ => [.. bytes[..8], 3, .. bytes[9..]],
        });

        using (var store = Open())
        {
            Assert.Equal("first", await ReadAsync(store));
            Assert.Equal((1, 1), (_log.Count(1060), _log.Count(1062)));

            // The damaged one does not take the place of the good one.
            await WriteAsync(store, "third");
        }

        File.WriteAllBytes(file, [1]);
        using var next = Open();
        Assert.Equal("first", await ReadAsync(next));
    }

    [Fact]
    public async Task A_write_over_a_damaged_file_keeps_the_good_one_before_it_without_a_read()
    {
        await WriteTwiceAsync();
        File.WriteAllBytes(Path.Combine(_directory, "positions.state"), [1]);
        using (var store = Open())
        {
            await WriteAsync(store, "third");
        }

        File.Delete(Path.Combine(_directory, "positions.state"));
        using var next = Open();
        Assert.Equal("first", await ReadAsync(next));
    }

    [Fact]
    public async Task A_crash_between_the_renames_leaves_the_old_state()
    {
        await WriteTwiceAsync();
        var file = Path.Combine(_directory, "positions.state");
        File.Move(file, file + ".old", overwrite: true);
        File.WriteAllBytes(file + ".tmp", [1, 2, 3]);

        using var store = Open();
        Assert.Equal("second", await ReadAsync(store));
    }

    [Fact]
    public async Task Both_damaged_reads_as_nothing()
    {
        await WriteTwiceAsync();
        foreach (var file in Directory.GetFiles(_directory))
        {
            File.WriteAllBytes(file, [1]);
        }

        using var store = Open();
        Assert.Null(await store.ReadAsync("positions", default));
        Assert.Equal(2, _log.Count(1060));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_an_error_that_says_so()
    {
        Directory.CreateDirectory(_directory);
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "in the way");
        using var store = new FileStateStore(Path.Combine(file, "state"), _log);

        var thrown = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("positions", new byte[1], default).AsTask());

        Assert.Contains(file, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("positions", thrown.Message, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync("positions", default));
    }

    [Fact]
    public async Task A_failed_write_leaves_the_state_before()
    {
        await WriteTwiceAsync();

        // A directory in the place of the temporary file: the write fails even for root.
        Directory.CreateDirectory(Path.Combine(_directory, "positions.state.tmp"));
        using var store = Open();
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(store, "third"));

        Assert.Equal("second", await ReadAsync(store));
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        await WriteTwiceAsync();

        Assert.All(Directory.GetFiles(_directory), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));

        static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("A")]
    [InlineData("")]
    public async Task Names_that_are_no_file_names_everywhere_are_refused(string name)
    {
        using var store = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(name, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => new MemoryStateStore().WriteAsync(name, default, default).AsTask());
    }

    [Fact]
    public async Task Memory_keeps_a_copy()
    {
        var store = new MemoryStateStore();
        byte[] state = [1];
        await store.WriteAsync("a", state, default);
        state[0] = 2;
        var read = await store.ReadAsync("a", default);
        Assert.Equal([1], read!);
        Assert.Null(await store.ReadAsync("b", default));
    }

    private static Task WriteAsync(FileStateStore store, string text) => store.WriteAsync("positions", Encoding.UTF8.GetBytes(text), default).AsTask();

    private static async Task<string> ReadAsync(FileStateStore store) => Encoding.UTF8.GetString((await store.ReadAsync("positions", default))!);

    private FileStateStore Open() => new(_directory, _log);

    [Fact]
    public async Task Second_store_is_refused_until_the_first_is_gone()
    {
        using (var first = Open())
        {
            await WriteAsync(first, "first");
            using var second = Open();
            var refused = await Assert.ThrowsAsync<StateInUseException>(() => ReadAsync(second));
            Assert.Contains(_directory, refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StateInUseException>(() => WriteAsync(second, "second"));
            Assert.Throws<StateInUseException>(second.Claim);
        }

        using var next = Open();
        Assert.Equal("first", await ReadAsync(next));
    }

    private async Task WriteTwiceAsync()
    {
        using var store = Open();
        await WriteAsync(store, "first");
        await WriteAsync(store, "second");
    }
}
