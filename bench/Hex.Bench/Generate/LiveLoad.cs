using Microsoft.Win32.SafeHandles;

namespace Hex.Bench.Generate;

/// <summary>
/// Writes at a steady rate into many files, five of which take half of it, and rotates at a size as the kubelet does: rename <c>0.log</c>,
/// go on writing to it for 50 ms, then write to a new <c>0.log</c>.
/// </summary>
public sealed class LiveLoad(string root, int files, int linesPerSecond, ulong seed, TimeProvider time) : IDisposable
{
    /// <summary>The kubelet's default (<c>containerLogMaxSize</c>).</summary>
    public const long RotateBytes = 10 << 20;

    private const int HotFiles = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReopenAfter = TimeSpan.FromMilliseconds(50);

    private readonly RecordWriter _records = new(seed);
    private readonly Target[] _targets = [.. Enumerable.Range(0, files).Select(i => new Target(PodTree.CreateContainer(root, i)))];
    private readonly byte[] _buffer = new byte[RecordWriter.LongestRecordBytes];
    private readonly SeededRandom _random = new(seed + 1);

    /// <summary>What was written so far.</summary>
    public WrittenCounts Counts => _records.Counts;

    /// <summary>How often a file was rotated.</summary>
    public int Rotations { get; private set; }

    /// <summary>Writes for some time.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, time);
        var goal = (long)(linesPerSecond * duration.TotalSeconds);
        while (Counts.Records < goal)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var due = Math.Min(goal, (long)(linesPerSecond * time.GetElapsedTime(start).TotalSeconds));
            while (Counts.Records < due)
                WriteOne();
            foreach (var target in _targets)
                Rotate(target);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var target in _targets)
            target.File.Dispose();
    }

    private void WriteOne()
    {
        var hot = Math.Min(HotFiles, files);
        var target = _targets[_random.Below(2) == 0 ? _random.Below(hot) : _random.Below(files)];
        var length = _records.Write(_buffer, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
        RandomAccess.Write(target.File, _buffer.AsSpan(0, length), target.Size);
        target.Size += length;
    }

    private void Rotate(Target target)
    {
        if (target.RenamedAt is { } renamed)
        {
            if (time.GetElapsedTime(renamed) >= ReopenAfter)
            {
                target.Reopen();
            }
        }
        else if (target.Size >= RotateBytes)
        {
            File.Move(target.Path, $"{target.Path}.{time.GetUtcNow():yyyyMMdd-HHmmss}");
            target.RenamedAt = time.GetTimestamp();
            Rotations++;
        }
    }

    private sealed class Target(string directory)
    {
        public string Path { get; } = System.IO.Path.Combine(directory, "0.log");

        public SafeFileHandle File { get; private set; } = Open(System.IO.Path.Combine(directory, "0.log"));

        public long Size { get; set; }

        public long? RenamedAt { get; set; }

        public void Reopen()
        {
            File.Dispose();
            File = Open(Path);
            Size = 0;
            RenamedAt = null;
        }

        private static SafeFileHandle Open(string path) => System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }
}
