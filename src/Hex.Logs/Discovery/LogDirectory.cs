using Hex.Logs.Files;
using Hex.Logs.Reading;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Discovery;

/// <summary>
/// Finds containers below the log root: at start, when the kernel says that a directory changed, and every now and then by looking at all.
/// Runs on the reading thread.
/// </summary>
internal sealed partial class LogDirectory : IDisposable
{
    // Looks at all pass over directories whose time of change stands, but for every tenth: not every file system keeps it.
    private const int WholeLooks = 10;
    private const int MostLooks = 10;

    private readonly ContainerLogReaderOptions _options;
    private readonly ContainerScan _scan;
    private readonly Lock _positions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Exclusions _exclusions;
    private readonly DirectoryNotifications? _notifications;
    private readonly HashSet<string> _changed = [];
    private readonly HashSet<string> _reported = [];
    private readonly Dictionary<string, ContainerLogs> _containers = [];
    private readonly Dictionary<string, PodRate> _rates = [];
    private readonly Dictionary<string, (DirectoryStamp Stamp, string[] Directories)> _listings = [];
    private int _look;
    private long _lastScan;
    private bool _polls;
    private bool _scannedOnce;
    private bool _missedSome;

    public LogDirectory(ContainerLogReaderOptions options, ContainerScan scan, Lock positions, TimeProvider time, ILogger logger)
    {
        (_options, _scan, _positions, _time, _logger) = (options, scan, positions, time, logger);
        _exclusions = new Exclusions(options);
        if (!options.Once)
        {
            _notifications = DirectoryNotifications.TryStart(out var error);
            if (_notifications is null)
            {
                Poll($"inotify_init1 failed with error {error}");
            }
        }
    }

    /// <summary>The containers, by their directory.</summary>
    public IReadOnlyDictionary<string, ContainerLogs> Containers => _containers;

    /// <summary>True once the root was read.</summary>
    public bool IsScanned => _scannedOnce;

    /// <summary>Looks where something changed, or at all when it is time.</summary>
    /// <param name="touched">Containers whose directory was read.</param>
    public void Refresh(List<ContainerLogs> touched)
    {
        var interval = _polls ? _options.PollInterval : _options.ReconcileInterval;
        var now = _time.GetTimestamp();
        var complete = _notifications?.Drain(_changed) ?? true;
        if (!_scannedOnce || !complete || _missedSome || _time.GetElapsedTime(_lastScan, now) >= interval)
        {
            _lastScan = now;
            _missedSome = false;
            _changed.Clear();
            ScanAll(touched);
            LookAgain(touched);
            return;
        }

        ScanChanged(touched);
        LookAgain(touched);
    }

    /// <summary>Drops a container whose directory is gone and whose files are done.</summary>
    public void Forget(ContainerLogs container) => _containers.Remove(container.Directory);

    public void Dispose() => _notifications?.Dispose();

    // A rename while a directory is listed can hide a generation from the list: it is looked at again before anything newer is read.
    private void LookAgain(List<ContainerLogs> touched)
    {
        for (var again = 0; again < MostLooks && _notifications is not null && touched.Count > 0; again++)
        {
            if (!_notifications.Drain(_changed))
            {
                _missedSome = true;
            }

            if (_changed.Count == 0)
            {
                return;
            }

            ScanChanged(touched);
        }
    }

    private void ScanChanged(List<ContainerLogs> touched)
    {
        foreach (var directory in _changed)
        {
            ScanChanged(directory, touched);
        }

        _changed.Clear();
    }

    private void ScanAll(List<ContainerLogs> touched)
    {
        var older = !_scannedOnce;
        if (_look++ % WholeLooks == 0)
        {
            ForgetStamps();
        }

        if (!Directory.Exists(_options.Root))
        {
            Report(_options.Root, "it does not exist (yet). The kubelet makes it; set Root (logs.root of hex-agent), or mount it, where it is elsewhere");
            MarkAllGone(touched);
            return;
        }

        if (Watch(_options.Root))
        {
            _reported.Remove(_options.Root);
        }

        _scannedOnce = true;
        foreach (var pod in Directories(_options.Root))
        {
            ScanPod(pod, older, touched);
        }

        MarkAllGone(touched);
    }

    private void ForgetStamps()
    {
        _listings.Clear();
        foreach (var container in _containers.Values)
        {
            container.Stamp = default;
        }
    }

    // A container whose directory vanished is only seen by looking for it.
    private void MarkAllGone(List<ContainerLogs> touched)
    {
        foreach (var container in _containers.Values)
        {
            if (container.SeenInLook != _look && !Directory.Exists(container.Directory))
            {
                _scan.Scan(container, older: false);
                touched.Add(container);
            }
        }
    }

    private void ScanChanged(string directory, List<ContainerLogs> touched)
    {
        if (string.Equals(directory, _options.Root, StringComparison.Ordinal))
        {
            foreach (var pod in Directories(directory))
            {
                ScanPod(pod, older: false, touched, onlyNew: true);
            }

            MarkAllGone(touched);
        }
        else if (_containers.TryGetValue(directory, out var container))
        {
            _scan.Scan(container, older: false);
            touched.Add(container);
        }
        else if (string.Equals(Path.GetDirectoryName(directory), _options.Root, StringComparison.Ordinal))
        {
            ScanPod(directory, older: false, touched);
        }
    }

    private void ScanPod(string path, bool older, List<ContainerLogs> touched, bool onlyNew = false)
    {
        if (!PodDirectoryName.TryParse(Path.GetFileName(path), out var pod))
        {
            return;
        }

        Watch(path);
        foreach (var directory in Directories(path))
        {
            if (_containers.TryGetValue(directory, out var container))
            {
                if (onlyNew)
                {
                    continue;
                }
            }
            else
            {
                var identity = new ContainerIdentity(pod.Value.Namespace, pod.Value.Pod, pod.Value.Uid, Path.GetFileName(directory));
                if (_exclusions.Contains(identity))
                {
                    continue;
                }

                container = new ContainerLogs(identity, directory, _positions) { Rate = RateOf(pod.Value.Uid) };
                _containers.Add(directory, container);
            }

            // Watch first, look then: what comes in between is seen twice rather than never.
            Watch(directory);
            container.SeenInLook = _look;
            _scan.Scan(container, older);
            touched.Add(container);
        }
    }

    private PodRate? RateOf(string podUid)
    {
        if (_options.RateLimitBytesPerSecond == 0)
        {
            return null;
        }

        if (!_rates.TryGetValue(podUid, out var rate))
        {
            _rates.Add(podUid, rate = new PodRate(_options.RateLimitBytesPerSecond, _time));
        }

        return rate;
    }

    private bool Watch(string directory)
    {
        var error = _notifications?.Add(directory) ?? 0;
        if (error is not 0 and not 2 and not 20)
        {
            Poll($"inotify_add_watch on {directory} failed with error {error}");
        }

        return error == 0;
    }

    private void Poll(string cause)
    {
        if (!_polls)
        {
            _polls = true;
            Log.Polls(_logger, cause, _options.PollInterval.TotalSeconds);
        }
    }

    private string[] Directories(string path)
    {
        var stamp = DirectoryStamp.Of(path, _time);
        if (_listings.TryGetValue(path, out var known) && known.Stamp.Stands(stamp))
        {
            return known.Directories;
        }

        try
        {
            var directories = Directory.GetDirectories(path);
            _listings[path] = (stamp, directories);
            return directories;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(path, e.Message);
            return [];
        }
    }

    private void Report(string path, string cause)
    {
        if (_reported.Add(path))
        {
            Log.Unreadable(_logger, path, cause);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1130, LogLevel.Warning, "Cannot read the log directory {Path}: {Cause}. It is tried again.")]
        public static partial void Unreadable(ILogger logger, string path, string cause);

        [LoggerMessage(1131, LogLevel.Warning, "No notifications of new files ({Cause}): directories are read every {Seconds:0.###} s instead.")]
        public static partial void Polls(ILogger logger, string cause, double seconds);
    }
}
