using Hex.Testing.Node.Format;

namespace Hex.Testing.Node;

/// <summary>
/// The log files of a Kubernetes node, written and rotated as the container runtime and the kubelet do it, step by step
/// (<see cref="Pod"/>, <see cref="SimulatedContainer"/>) or live (<see cref="RunAsync"/>), and a record of all that was written.
/// The same seed, clock and calls write the same bytes. Thread safe. Disposing closes the files and leaves them there.
/// </summary>
public sealed class SimulatedNode : IDisposable
{
    private readonly Random _random;
    private readonly List<SimulatedPod> _pods = [];
    private readonly Dictionary<WrittenStream, List<WrittenRecord>> _written = [];
    private readonly List<WrittenStream> _streams = [];
    private long _lastTicks;
    private ulong _nanos;
    private long _count;

    /// <summary>Makes the root directory; there are no pods yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SimulatedNode(SimulatedNodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxFiles < 2)
            throw new ArgumentException($"MaxFiles is {options.MaxFiles}; it must be at least 2", nameof(options));
        if (options.PartBytes < 1)
            throw new ArgumentException($"PartBytes is {options.PartBytes}; it must be at least 1", nameof(options));
        Options = options;
        _random = new Random(options.Seed);
        Format = options.Runtime == SimulatedRuntime.Containerd ? new CriFormat(options.UtcOffset) : new DockerFormat();
        Directory.CreateDirectory(options.Root);
        DockerRoot = options.DockerRoot ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Root))!, "docker");
    }

    /// <summary>Makes a node with the default options.</summary>
    /// <param name="root">The directory that stands for <c>/var/log/pods</c>.</param>
    /// <param name="seed">Everything random follows from it.</param>
    public SimulatedNode(string root, int seed = 1)
        : this(new SimulatedNodeOptions { Root = root, Seed = seed })
    {
    }

    /// <summary>As given; changes count from the next call on.</summary>
    public SimulatedNodeOptions Options { get; }

    /// <summary>The pods that are there, in order of creation; a copy.</summary>
    public IReadOnlyList<SimulatedPod> Pods
    {
        get
        {
            lock (Lock)
                return [.. _pods];
        }
    }

    /// <summary>How many records were written.</summary>
    public long WrittenCount
    {
        get
        {
            lock (Lock)
                return _count;
        }
    }

    /// <summary>All complete records written, stream by stream, each stream in order; a copy. Those of deleted pods too.</summary>
    public IReadOnlyList<WrittenRecord> Expected
    {
        get
        {
            lock (Lock)
                return [.. _streams.SelectMany(stream => _written[stream])];
        }
    }

    internal Lock Lock { get; } = new();

    internal LineFormat Format { get; }

    internal string DockerRoot { get; }

    /// <summary>The records of one stream, in order; a copy.</summary>
    public IReadOnlyList<WrittenRecord> ExpectedOf(WrittenStream stream)
    {
        lock (Lock)
            return _written.TryGetValue(stream, out var records) ? [.. records] : [];
    }

    /// <summary>The pod of this name; created at the first call, and again, with another uid, after it was deleted.</summary>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Its uid; a GUID made from the seed if null.</param>
    public SimulatedPod Pod(string @namespace, string name, string? uid = null)
    {
        lock (Lock)
        {
            var pod = _pods.Find(p => p.Namespace == @namespace && p.Name == name && (uid is null || p.Uid == uid));
            if (pod is null)
                _pods.Add(pod = new SimulatedPod(this, @namespace, name, uid ?? NextUid()));
            return pod;
        }
    }

    /// <summary>The kubelet looks: every file of <see cref="SimulatedNodeOptions.MaxFileBytes"/> or more is rotated, some failing as
    /// <see cref="SimulatedNodeOptions.FailedReopenProbability"/> says.</summary>
    public void RotateDue()
    {
        lock (Lock)
        {
            foreach (var container in Containers())
            {
                container.RotateIfLarge(Fails(), 0);
                container.SwitchIfTime(0);
            }
        }
    }

    /// <summary>
    /// Writes made-up records to random containers at this rate, and rotates as the kubelet does, until cancelled (which is no error); then
    /// completes what was begun. Returns how many records it wrote.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no container.</exception>
    public async Task<long> RunAsync(double linesPerSecond, CancellationToken cancellationToken)
    {
        var time = Options.TimeProvider;
        var start = time.GetTimestamp();
        var written = 0L;
        var nextCheck = Options.RotationCheckInterval;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10), time);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancellationToken))
            {
                var elapsed = time.GetElapsedTime(start);
                lock (Lock)
                {
                    var containers = Containers();
                    Rotate(containers, elapsed, ref nextCheck);
                    for (var due = elapsed.TotalSeconds * linesPerSecond; written < due;)
                        written += containers[_random.Next(containers.Count)].Step() ? 1 : 0;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }

        lock (Lock)
        {
            foreach (var container in Containers())
                written += container.Settle();
        }

        return written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Lock)
        {
            foreach (var pod in _pods)
                pod.Close();
        }
    }

    internal int NextSeed() => _random.Next();

    internal void Forget(SimulatedPod pod) => _pods.Remove(pod);

    /// <summary>The wall clock in nanoseconds; within one tick of it each call is a little later than the one before.</summary>
    internal ulong NextTime()
    {
        var ticks = Options.TimeProvider.GetUtcNow().UtcTicks;
        var now = (ulong)(ticks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;
        _nanos = ticks == _lastTicks ? _nanos + (ulong)_random.Next(1, 2000) : Math.Max(now, ticks > _lastTicks ? _nanos : 0) + (ulong)_random.Next(100);
        _lastTicks = ticks;
        return _nanos;
    }

    internal WrittenRecord Add(WrittenStream stream, string? id, int restart, RecordSpan span, byte[] content, bool incomplete)
    {
        if (!_written.TryGetValue(stream, out var records))
        {
            _written[stream] = records = [];
            _streams.Add(stream);
        }

        var record = new WrittenRecord(stream, id, records.Count, restart, span, content, Options.KeepContent, incomplete);
        records.Add(record);
        _count++;
        return record;
    }

    private void Rotate(List<SimulatedContainer> containers, TimeSpan elapsed, ref TimeSpan nextCheck)
    {
        if (containers.Count == 0)
            throw new InvalidOperationException("There is no container to write; call Pod(…).Container(…) first.");
        var time = Options.TimeProvider;
        var now = time.GetTimestamp();
        foreach (var container in containers)
            container.SwitchIfTime(now);
        if (elapsed < nextCheck)
            return;
        nextCheck = elapsed + Options.RotationCheckInterval;
        var switchAt = now + (long)(Options.WritesToOldFileFor.TotalSeconds * time.TimestampFrequency);
        foreach (var container in containers)
            container.RotateIfLarge(Fails(), switchAt);
    }

    private bool Fails() => Options.FailedReopenProbability > 0 && _random.NextDouble() < Options.FailedReopenProbability;

    private List<SimulatedContainer> Containers() => [.. _pods.SelectMany(pod => pod.Containers)];

    private string NextUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
