using Hex.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Collectors.Host;

/// <summary>
/// Space and inodes of mounted file systems: each file system once, whatever is bind-mounted where; the kernel's own, memory and images left out
/// (<see cref="FilesystemCollectorOptions"/>). Every file system is asked on a thread of its own. One that does not answer in time is left out, told once and
/// counted, and asked again only after it has answered; the others never wait for it longer than that one time.
/// </summary>
public sealed partial class FilesystemCollector : HostCollector, IDisposable
{
    private readonly MountTable _table;
    private readonly IFilesystemStatus _status;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private List<MountProbe> _probes = [];
    private IReadOnlyList<string> _unresponsive = [];

    /// <summary>Makes the collector.</summary>
    /// <param name="paths">Where the host's files are; the own machine when null.</param>
    /// <param name="options">Which file systems, and how long to wait; the defaults when null.</param>
    /// <param name="identity">What the metrics are about; read from the host when null.</param>
    /// <param name="timeProvider">The clock of the time limit; the system's when null.</param>
    /// <param name="logger">Where a file system that does not answer is told.</param>
    public FilesystemCollector(
        HostPaths? paths = null,
        FilesystemCollectorOptions? options = null,
        HostIdentity? identity = null,
        TimeProvider? timeProvider = null,
        ILogger<FilesystemCollector>? logger = null)
        : this(paths, options, identity, timeProvider, logger, new StatVfs())
    {
    }

    internal FilesystemCollector(
        HostPaths? paths,
        FilesystemCollectorOptions? options,
        HostIdentity? identity,
        TimeProvider? timeProvider,
        ILogger<FilesystemCollector>? logger,
        IFilesystemStatus status)
        : base("filesystem", paths, identity)
    {
        options ??= new FilesystemCollectorOptions();
        _table = new MountTable(new HostFile(Paths.OfProcess("mountinfo")), new MountSelection(options));
        (_status, _limit) = (status, options.Timeout);
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<FilesystemCollector>.Instance;
    }

    /// <summary>Mount points of the file systems that do not answer. Thread-safe.</summary>
    public IReadOnlyList<string> Unresponsive => Volatile.Read(ref _unresponsive);

    /// <inheritdoc/>
    /// <exception cref="IOException">The list of mounts cannot be read.</exception>
    public override async ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        cancellationToken.ThrowIfCancellationRequested();
        var host = Begin(writer);
        var mounts = _table.Read(out var changed);
        if (changed)
        {
            Keep(mounts);
        }

        var round = new ProbeRound();
        foreach (var probe in _probes)
        {
            probe.TryAsk(round);
        }

        await round.WaitAsync(_limit, _time, cancellationToken);
        Collect(writer, host);
        Clock.End();
    }

    /// <summary>Ends the threads; one in a call that does not return ends with the process.</summary>
    public void Dispose() => Keep([]);

    private protected override void Collect(MetricWriter writer, Resource host)
    {
        var metrics = writer.For(host, Clock.Boot);
        long unanswered = 0, failed = 0;
        foreach (var probe in _probes)
        {
            if (!probe.Settle(out var now))
            {
                unanswered++;
                if (now)
                {
                    Log.Unresponsive(_logger, probe.Mount.Point, probe.Mount.Type, probe.Mount.Device, _limit.TotalSeconds);
                    probe.Told = true;
                }
            }
            else if (probe.Error != 0)
            {
                failed++;
                Tell(probe);
            }
            else
            {
                Write(metrics, probe.Mount, probe.Space);
                if (probe.Told)
                {
                    Log.Answers(_logger, probe.Mount.Point);
                    probe.Told = false;
                }
            }
        }

        metrics.Record(FilesystemSignals.Unavailable, unanswered, ("error.type", "timeout"));
        metrics.Record(FilesystemSignals.Unavailable, failed, ("error.type", "failed"));
        if (unanswered > 0 || _unresponsive.Count > 0)
        {
            Volatile.Write(ref _unresponsive, [.. _probes.Where(probe => probe.IsQuarantined).Select(probe => probe.Mount.Point)]);
        }
    }

    private static void Write(ResourceMetrics metrics, Mount mount, in FilesystemSpace space)
    {
        TelemetryAttribute device = new("system.device", mount.Device);
        TelemetryAttribute mode = new("system.filesystem.mode", mount.Mode);
        TelemetryAttribute point = new("system.filesystem.mountpoint", mount.Point);
        TelemetryAttribute type = new("system.filesystem.type", mount.Type);
        metrics.Record(FilesystemSignals.Limit, space.Total, device, mode, point, type);
        var unused = Math.Min(space.Free, space.Total);
        var free = Math.Min(space.Available, unused);
        Write(metrics, "used", space.Total - unused, space.Total);
        Write(metrics, "free", free, space.Total);
        Write(metrics, "reserved", unused - free, space.Total);
        if (space.Inodes > 0)
        {
            metrics.Record(FilesystemSignals.Inodes, Math.Max(0, space.Inodes - space.InodesFree), device, mode, point, State("used"), type);
            metrics.Record(FilesystemSignals.Inodes, space.InodesFree, device, mode, point, State("free"), type);
        }

        void Write(ResourceMetrics metrics, string state, long bytes, long total)
        {
            metrics.Record(FilesystemSignals.Usage, bytes, device, mode, point, State(state), type);
            if (total > 0)
            {
                metrics.Record(FilesystemSignals.Utilization, (double)bytes / total, device, mode, point, State(state), type);
            }
        }

        static TelemetryAttribute State(string state) => new("system.filesystem.state", state);
    }

    private void Tell(MountProbe probe)
    {
        if (!probe.Told)
        {
            Log.Failed(_logger, probe.Mount.Point, probe.Mount.Type, probe.Mount.Device, FilesystemError.Describe(probe.Error));
            probe.Told = true;
        }
    }

    /// <summary>Keeps the probes of mounts that are still there, ends the others, and makes new ones.</summary>
    private void Keep(List<Mount> mounts)
    {
        var known = _probes.ToDictionary(probe => probe.Mount);
        _probes = [.. mounts.Select(mount => known.Remove(mount, out var probe) ? probe : new MountProbe(mount, Paths.OnHost(mount.Point), _status))];
        foreach (var gone in known.Values)
        {
            gone.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1580, LogLevel.Warning, "File system {MountPoint} ({Type}, {Device}) did not answer within {Seconds:0.###} s. It is left out until it does; the others go on.")]
        public static partial void Unresponsive(ILogger logger, string mountPoint, string type, string device, double seconds);

        [LoggerMessage(1581, LogLevel.Warning, "File system {MountPoint} ({Type}, {Device}) cannot be asked for its space: {Reason}")]
        public static partial void Failed(ILogger logger, string mountPoint, string type, string device, string reason);

        [LoggerMessage(1582, LogLevel.Information, "File system {MountPoint} answers again")]
        public static partial void Answers(ILogger logger, string mountPoint);
    }
}
