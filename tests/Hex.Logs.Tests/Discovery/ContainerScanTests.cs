using Hex.Logs.Discovery;
using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Logs.Reading;
using Hex.Logs.Tests.Reading;
using Hex.Telemetry;
using Hex.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Logs.Tests.Discovery;

public sealed class ContainerScanTests : IDisposable
{
    private readonly LogTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_rename_between_the_look_at_a_name_and_opening_it_makes_no_second_file_of_one()
    {
        var time = new FakeTimeProvider();
        var options = new ContainerLogReaderOptions { Root = _tree.Root };
        var counters = new ReaderCounters();
        using var positions = new PositionTable(null, time, NullLogger.Instance);
        var scan = new ContainerScan(options, positions, new LineAssembler(options, new ByteBudget(1 << 20), time, counters), counters, time, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        _tree.Append(LogTree.Line("1"));
        var rotated = _tree.Rename();
        _tree.Append(LogTree.Line("2"));
        var kubelet = Task.Run(() =>
        {
            // The two change names for as long as it takes.
            while (!stop.IsCancellationRequested)
            {
                File.Move(_tree.Current, _tree.Current + ".tmp");
                File.Move(rotated, _tree.Current);
                File.Move(_tree.Current + ".tmp", rotated);
            }
        });

        for (var run = 0; run < 2_000; run++)
        {
            var container = new ContainerLogs(new ContainerIdentity("shop", "web-0", "uid", "app"), _tree.Container, positions.Commits);
            scan.Scan(container, older: false);
            scan.Scan(container, older: false);
            foreach (var file in container.Files.Where(file => file.Content is not null))
            {
                // What is open is what its key says, so that the same file is recognised under any name.
                Assert.Equal(0, FileStatus.TryGet(file.Content!.Handle, out var opened));
                Assert.Equal(opened.Key, file.Key);
            }

            container.Files.ForEach(file => file.Dispose());
        }

        await stop.CancelAsync();
        await kubelet;
    }

    [Fact]
    public async Task A_rotation_while_a_directory_is_listed_hides_no_generation_from_the_first_look()
    {
        var time = TimeProvider.System;
        var options = new ContainerLogReaderOptions { Root = _tree.Root };
        var counters = new ReaderCounters();
        using var positions = new PositionTable(null, time, NullLogger.Instance);
        var scan = new ContainerScan(options, positions, new LineAssembler(options, new ByteBudget(1 << 20), time, counters), counters, time, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var written = 0;
        var generations = new Queue<string>();
        for (var i = 0; i < 50; i++)
        {
            Rotate();
        }

        var kubelet = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Rotate();
                await Task.Delay(8);
            }
        });

        for (var run = 0; run < 300; run++)
        {
            using var directory = new LogDirectory(options, scan, positions.Commits, time, NullLogger.Instance);
            directory.Refresh([]);
            var files = Assert.Single(directory.Containers.Values).Files;
            var found = files.Where(static file => file.HasIdentity && !file.IsDeleted).Select(static file => file.FirstLineUnixNano / 1_000_000_000).ToList();
            var missing = found.Zip(found.Skip(1), static (one, next) => next - one).Count(static step => step != 1);
            Assert.True(missing == 0, $"generations in the order of their names began at seconds {string.Join(' ', found.Select(static second => second % 1000))}");
            files.ForEach(static file => file.Dispose());
        }

        await stop.CancelAsync();
        await kubelet;

        void Rotate()
        {
            _tree.Append(LogTree.Line("x", second: written++));
            generations.Enqueue(_tree.Rename());
            if (generations.Count > 50)
            {
                File.Delete(generations.Dequeue());
            }
        }
    }

    [Fact]
    public void A_finished_file_that_is_written_to_late_is_read_on_although_its_directory_did_not_change()
    {
        var time = new FakeTimeProvider();
        var options = new ContainerLogReaderOptions { Root = _tree.Root };
        var counters = new ReaderCounters();
        using var positions = new PositionTable(null, time, NullLogger.Instance);
        var scan = new ContainerScan(options, positions, new LineAssembler(options, new ByteBudget(1 << 20), time, counters), counters, time, NullLogger.Instance);
        var container = new ContainerLogs(new ContainerIdentity("shop", "web-0", "uid", "app"), _tree.Container, positions.Commits);
        _tree.Append(LogTree.Line("1"));
        Directory.SetLastWriteTimeUtc(_tree.Container, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        scan.Scan(container, older: false);
        var file = Assert.Single(container.Files);
        file.ReadOffset = file.Content!.StoredSize();
        file.IsReadComplete = true;
        _tree.Append(LogTree.Line("2"));

        // Seen while it was still open: its size then says nothing of what was read.
        scan.Scan(container, older: false);
        file.Size = file.Content.StoredSize();
        file.Content.Dispose();
        file.Content = null;
        Assert.True(container.Stamp.Stands(DirectoryStamp.Of(_tree.Container, time)));

        scan.Scan(container, older: false);
        Assert.False(file.IsReadComplete);
        Assert.NotNull(file.Content);
        file.Dispose();
    }
}
