using System.Text;
using Hex.Testing.Node.Format;

namespace Hex.Testing.Node;

/// <summary>A container of a <see cref="SimulatedNode"/> that writes its log. Thread safe.</summary>
public sealed class SimulatedContainer
{
    private readonly SimulatedNode _node;
    private readonly SimulatedPod _pod;
    private readonly LineGenerator _generator;
    private readonly Random _random;
    private readonly Queue<LogInstance> _ended = new();
    private readonly PendingWrite?[] _pending = new PendingWrite?[2];
    private readonly WrittenStream[] _streams;
    private LogInstance _instance;
    private SimulatedRotation? _rotation;
    private PendingWrite? _line;
    private int _linesUntilSwitch;
    private long _switchAt = long.MaxValue;
    private long _written;

    internal SimulatedContainer(SimulatedNode node, SimulatedPod pod, string name, int seed)
    {
        _node = node;
        _pod = pod;
        Name = name;
        _random = new Random(seed);
        _generator = new LineGenerator(_random, node.Options);
        _streams = [Identity(LogStream.Stdout), Identity(LogStream.Stderr)];
        _instance = NewInstance();

        WrittenStream Identity(LogStream stream) => new(pod.Namespace, pod.Name, pod.Uid, name, stream);
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>How often it restarted: the number in the file's name.</summary>
    public int Restarts { get; private set; }

    /// <summary>The directory of its files under <see cref="SimulatedNodeOptions.Root"/>.</summary>
    public string LogDirectory => Path.Combine(_pod.LogDirectory, Name);

    /// <summary>The current file, <c>…/N.log</c>.</summary>
    public string LogPath => Path.Combine(LogDirectory, $"{Restarts}.log");

    /// <summary>Bytes in the current file.</summary>
    public long CurrentBytes
    {
        get
        {
            lock (Lock)
                return _instance.CurrentLength;
        }
    }

    /// <summary>True while a line of the file is half written.</summary>
    public bool IsTorn => _line is not null;

    /// <summary>The rotation that has begun and is not complete, or null.</summary>
    public SimulatedRotation? Rotation => _rotation;

    internal Lock Lock => _node.Lock;

    internal SimulatedNodeOptions Options => _node.Options;

    internal LineFormat Format => _node.Format;

    /// <summary>Writes <c>id=… text</c> as one record, in parts if it is long.</summary>
    public WrittenRecord Write(string text, LogStream stream = LogStream.Stdout) => Begin(text, stream).Finish();

    /// <summary>Writes a made-up record: JSON, logfmt or plain, on either stream.</summary>
    public WrittenRecord WriteNext() => BeginNext().Finish();

    /// <summary>Writes exactly these bytes as one record, without an id. They must not hold a line feed.</summary>
    public WrittenRecord WriteExactly(ReadOnlySpan<byte> content, LogStream stream = LogStream.Stdout) => Begin(stream, null, content.ToArray()).Finish();

    /// <summary>Begins a record <c>id=… text</c>, of which nothing is written yet.</summary>
    /// <exception cref="InvalidOperationException">One is begun on this stream and not finished, or the pod is deleted.</exception>
    public PendingWrite Begin(string text, LogStream stream = LogStream.Stdout)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (Lock)
        {
            var id = NextId();
            return Begin(stream, id, Encoding.UTF8.GetBytes($"id={id} {text}"));
        }
    }

    /// <summary>Begins a made-up record on a stream that has none begun.</summary>
    /// <exception cref="InvalidOperationException">Both streams have one begun, or the pod is deleted.</exception>
    public PendingWrite BeginNext()
    {
        lock (Lock)
        {
            var stream = _generator.Stream();
            if (_pending[(int)stream] is not null)
                stream = stream == LogStream.Stdout ? LogStream.Stderr : LogStream.Stdout;
            var id = NextId();
            return Begin(stream, id, _generator.Content(id));
        }
    }

    /// <summary>Writes bytes to the file that are no record: a malformed line, a run of NULs. Nothing is expected of them.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        lock (Lock)
            _instance.Writing.Append(bytes);
    }

    /// <summary>Rotates the log, all steps at once, completing a rotation begun before.</summary>
    /// <param name="linesToOldFile">So many more lines of the file go to the renamed file before the runtime switches (or the file is renamed back).</param>
    /// <param name="fails">True: the runtime fails to reopen and the file is renamed back.</param>
    public void Rotate(int linesToOldFile = 0, bool fails = false)
    {
        lock (Lock)
        {
            _rotation?.Complete();
            var rotation = BeginRotation(fails).AdvanceTo(fails ? RotationStep.RenameBack : RotationStep.Switch);
            _linesUntilSwitch = linesToOldFile;
            if (linesToOldFile == 0)
                rotation.Complete();
        }
    }

    /// <summary>Begins a rotation whose steps the test takes itself.</summary>
    /// <exception cref="InvalidOperationException">One is under way, or Docker is asked to fail.</exception>
    public SimulatedRotation BeginRotation(bool fails = false)
    {
        lock (Lock)
        {
            CheckAlive();
            if (_rotation is not null)
                throw new InvalidOperationException($"{LogPath} is being rotated; the next step is {_rotation.Next}.");
            if (fails && Options.Runtime == SimulatedRuntime.Docker)
                throw new InvalidOperationException("Docker rotates its files itself; a failed reopen is the kubelet's.");
            return _rotation = new SimulatedRotation(this, fails);
        }
    }

    /// <summary>Cuts the current file to nothing. What it held can be read no more.</summary>
    public void Truncate()
    {
        lock (Lock)
            _instance.Writing.Truncate();
    }

    /// <summary>The container ends (unfinished records are abandoned) and starts again with the next file. Old runs' files are deleted beyond
    /// <see cref="SimulatedNodeOptions.EndedInstancesKept"/>.</summary>
    public void Restart()
    {
        lock (Lock)
        {
            CheckAlive();
            End();
            _ended.Enqueue(_instance);
            while (_ended.Count > Options.EndedInstancesKept)
                _ended.Dequeue().Delete();
            Restarts++;
            _instance = NewInstance();
        }
    }

    internal void Lose()
    {
        End();
        _instance.Lose();
        foreach (var ended in _ended)
            ended.Lose();
    }

    internal void Close() => _instance.Dispose();

    /// <summary>One step of live writing: begins a record, or writes one more part of a begun one. True if a record was completed.</summary>
    internal bool Step()
    {
        var begun = _pending[_random.Next(2)] ?? _pending[0] ?? _pending[1];
        var write = begun is not null && _random.Next(2) == 0 ? begun : null;
        if (write is null && (_pending[0] is null || _pending[1] is null))
            write = BeginNext();
        return !(write ?? begun!).WritePart();
    }

    /// <summary>Completes begun records and the rotation.</summary>
    internal int Settle()
    {
        var completed = 0;
        foreach (var write in _pending)
        {
            if (write is null)
                continue;
            write.Finish();
            completed++;
        }

        _rotation?.Complete();
        return completed;
    }

    /// <summary>The kubelet looks: rotates if the file is large.</summary>
    internal void RotateIfLarge(bool fails, long switchAt)
    {
        if (_rotation is not null || _instance.CurrentLength < Options.MaxFileBytes)
            return;
        fails &= Options.Runtime == SimulatedRuntime.Containerd;
        BeginRotation(fails).AdvanceTo(fails ? RotationStep.RenameBack : RotationStep.Switch);
        _switchAt = switchAt;
    }

    internal void SwitchIfTime(long now)
    {
        if (now >= _switchAt)
            _rotation?.Complete();
    }

    internal LogGeneration? UncompressedAfterDeletion() => _instance.UncompressedAfterDeletion;

    internal void DeleteOldest() => _instance.DeleteOldest();

    internal void RenameCurrent() => _instance.RenameCurrent();

    internal void CreateNext() => _instance.CreateNext();

    internal void SwitchToNext() => _instance.SwitchToNext();

    internal void RenameBack() => _instance.RenameBack();

    internal void RotationDone()
    {
        _rotation = null;
        _linesUntilSwitch = 0;
        _switchAt = long.MaxValue;
    }

    internal ulong NextTime() => _node.NextTime();

    internal void BeginLine(PendingWrite write)
    {
        CheckAlive();
        if (_line is not null && _line != write)
            throw new InvalidOperationException($"A line of {_line.Stream} is half written; finish it first.");
        _line = write;
    }

    internal void Append(ReadOnlySpan<byte> bytes) => _instance.Writing.Append(bytes);

    internal LogGeneration EndLine()
    {
        var file = _instance.Writing;
        _line = null;
        if (_linesUntilSwitch > 0 && --_linesUntilSwitch == 0)
            _rotation?.Complete();
        return file;
    }

    internal WrittenRecord? Completed(PendingWrite write, RecordSpan span, byte[] content, bool incomplete)
    {
        _pending[(int)write.Stream] = null;
        if (span.Parts == 0)
            return null;
        var readable = Format.Readable(content, Options.PartBytes);
        return _node.Add(_streams[(int)write.Stream], write.Id, Restarts, span, readable, incomplete);
    }

    private PendingWrite Begin(LogStream stream, string? id, byte[] content)
    {
        lock (Lock)
        {
            CheckAlive();
            if (_pending[(int)stream] is { } begun)
                throw new InvalidOperationException($"A record is begun on {stream} and not finished: {begun.Id}");
            return _pending[(int)stream] = new PendingWrite(this, stream, id, content);
        }
    }

    private string NextId() => $"{_pod.Name}.{_pod.Uid[..Math.Min(8, _pod.Uid.Length)]}/{Name}-{_written++}";

    private void End()
    {
        foreach (var write in _pending)
            write?.Abandon();
        _rotation?.Complete();
        _instance.Dispose();
    }

    private void CheckAlive()
    {
        if (_pod.IsDeleted)
            throw new InvalidOperationException($"The pod {_pod.Namespace}/{_pod.Name} is deleted.");
    }

    private LogInstance NewInstance()
    {
        Directory.CreateDirectory(LogDirectory);
        if (Options.Runtime == SimulatedRuntime.Containerd)
            return new LogInstance(Options, LogPath, null);
        Span<byte> bytes = stackalloc byte[32];
        _random.NextBytes(bytes);
        var containerId = Convert.ToHexStringLower(bytes);
        return new LogInstance(Options, LogPath, Path.Combine(_node.DockerRoot, containerId, $"{containerId}-json.log"));
    }
}
