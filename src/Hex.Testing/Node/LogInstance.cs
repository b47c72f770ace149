using System.Globalization;

namespace Hex.Testing.Node;

/// <summary>The files of one run of a container: the one being written, perhaps its successor, and the rotated ones, oldest first.</summary>
internal sealed class LogInstance : IDisposable
{
    private readonly SimulatedNodeOptions _options;
    private readonly string _path;
    private readonly string? _link;
    private readonly List<LogGeneration> _rotated = [];
    private LogGeneration _writing;
    private LogGeneration? _next;
    private DateTime _lastStamp;

    /// <summary>Makes the empty first file.</summary>
    /// <param name="options">The node's.</param>
    /// <param name="logPath">The path under the pods directory, <c>…/0.log</c>.</param>
    /// <param name="dockerPath">The json-file it links to, with Docker.</param>
    public LogInstance(SimulatedNodeOptions options, string logPath, string? dockerPath)
    {
        _options = options;
        _path = dockerPath ?? logPath;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _writing = new LogGeneration(_path);
        if (dockerPath is null)
            return;
        _link = logPath;
        File.CreateSymbolicLink(logPath, dockerPath);
    }

    /// <summary>The file the runtime writes to.</summary>
    public LogGeneration Writing => _writing;

    /// <summary>The size the kubelet sees at the current path.</summary>
    public long CurrentLength => (_next ?? _writing).Length;

    /// <summary>The newest rotated file, if it is not compressed and outlives the deletion of the oldest.</summary>
    public LogGeneration? UncompressedAfterDeletion =>
        _options.Runtime == SimulatedRuntime.Containerd && _rotated.Count > Excess && !_rotated[^1].Path.EndsWith(".gz", StringComparison.Ordinal)
            ? _rotated[^1]
            : null;

    /// <summary>Room is left for the current file and the one about to be rotated.</summary>
    private int Excess => Math.Max(0, _rotated.Count - Math.Max(0, _options.MaxFiles - 2));

    public void DeleteOldest()
    {
        var excess = Excess;
        foreach (var file in _rotated.Take(excess))
            file.Delete();
        _rotated.RemoveRange(0, excess);
    }

    public void RenameCurrent()
    {
        if (_options.Runtime == SimulatedRuntime.Docker)
        {
            for (var i = 0; i < _rotated.Count; i++)
                _rotated[i].Rename($"{_path}.{_rotated.Count - i + 1}");
            _writing.Rename($"{_path}.1");
        }
        else
        {
            _writing.Rename($"{_path}.{Stamp()}");
        }

        _rotated.Add(_writing);
    }

    public void CreateNext() => _next = new LogGeneration(_path);

    public void SwitchToNext()
    {
        _writing.Dispose();
        _writing = _next!;
        _next = null;
    }

    public void RenameBack()
    {
        _rotated.Remove(_writing);
        _writing.Rename(_path);
    }

    /// <summary>The kubelet deletes the files of a run that ended long ago.</summary>
    public void Delete()
    {
        foreach (var file in Files())
            file.Delete();
        if (_link is not null)
            File.Delete(_link);
    }

    /// <summary>The pod's directory is gone, and with it all files.</summary>
    public void Lose()
    {
        foreach (var file in Files())
        {
            if (_link is not null && file.Exists)
                file.Delete();
            file.Lose();
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        _next?.Dispose();
    }

    private HashSet<LogGeneration> Files()
    {
        HashSet<LogGeneration> files = [.. _rotated, _writing];
        if (_next is not null)
            files.Add(_next);
        return files;
    }

    /// <summary>The kubelet's suffix, to the second; never twice the same, as the kubelet looks every ten seconds only.</summary>
    private string Stamp()
    {
        var now = _options.TimeProvider.GetUtcNow().ToOffset(_options.UtcOffset).DateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        _lastStamp = now > _lastStamp ? now : _lastStamp.AddSeconds(1);
        return _lastStamp.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
    }
}
