using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>What a run with <c>--once</c> came to.</summary>
internal sealed record OnceSummary
{
    public required LogRunEnd End { get; init; }

    public LogRunResult Result { get; init; }

    public LogReaderStatus Reader { get; init; } = new();

    /// <summary>What came of the cluster; null without that role.</summary>
    public OnceResult? Cluster { get; init; }

    /// <summary>What came of the host; null without its collectors.</summary>
    public OnceResult? Host { get; init; }

    /// <summary>False when no logs were to be read.</summary>
    public bool HasLogs { get; init; } = true;

    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it ended before its time; null when it did not.</summary>
    public string? Cause { get; init; }

    /// <summary>True when everything that could be read is acknowledged, and the positions say so.</summary>
    public bool IsComplete => End == LogRunEnd.Completed && Reasons().Count == 0;

    public static OnceSummary Of(LogRunResult result, LogReaderStatus reader, TimeSpan elapsed, string? cause) =>
        new() { End = cause is null ? result.End : LogRunEnd.Stopped, Result = result, Reader = reader, Elapsed = elapsed, Cause = cause };

    /// <summary>The lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        if (Cluster is { } cluster)
        {
            yield return $"{cluster.Points - cluster.UndeliveredPoints:N0} points of the cluster delivered of {cluster.Points:N0} collected, {cluster.Events.Delivered:N0} events of {cluster.Events.Read:N0}, in {Elapsed.TotalSeconds:N1} s.";
        }

        if (Host is { } host)
        {
            yield return $"{host.Points - host.UndeliveredPoints:N0} points of the host delivered of {host.Points:N0} collected.";
        }

        foreach (var line in HasLogs || (Cluster ?? Host) is null ? LogLines() : [])
        {
            yield return line;
        }

        foreach (var reason in Reasons())
        {
            yield return $"Not everything was delivered: {reason}.";
        }

        if (Cause is not null)
        {
            yield return $"{(End == LogRunEnd.Completed ? "Note" : "Ended early")}: {Cause}{(Cause[^1] is '.' or '?' or '!' ? "" : ".")}";
        }
        else if (End != LogRunEnd.Completed)
        {
            yield return "Stopped before the end; the next run goes on from here.";
        }
    }

    private IEnumerable<string> LogLines()
    {
        var mib = Reader.Bytes / (1024d * 1024);
        var seconds = Math.Max(Elapsed.TotalSeconds, 0.001);
        yield return $"{Result.Delivered:N0} records delivered of {Result.Read:N0} read, {mib:N1} MiB in {seconds:N1} s ({mib / seconds:N0} MiB/s).";
        if (Reader.UnsentTails > 0)
        {
            yield return $"{Reader.UnsentTails:N0} files end in an unfinished line or part, which is left for the next run.";
        }

        if (Reader.ParseErrors + Reader.TruncatedLines > 0)
        {
            yield return $"{Reader.ParseErrors:N0} lines were no log lines and went out raw, {Reader.TruncatedLines:N0} were cut at logs.maxLineBytes.";
        }
    }

    private List<string> Reasons()
    {
        List<string> reasons = [];
        Add(Result.Unsettled, "records were read and not acknowledged; the next run sends them");
        Add(Result.Rejected, "records were rejected by the server (partial success)");
        Add(Result.Dropped, "records were refused by the server for what they hold");
        Add(Reader.UnreadableFiles, "times a file could not be opened");
        Add(Reader.LostBytes, "bytes were lost with files that were deleted");
        Add(Reader.PositionWriteFailures, "times positions could not be written; the next run sends again what this one sent");
        if (Cluster is { } cluster)
        {
            Add(cluster.UndeliveredPoints, "points of the cluster were not delivered");
            Add(cluster.Events.Unsettled, "events were read and not acknowledged");
            reasons.AddRange(cluster.Failures.Select(failure => $"the collector {failure}"));
        }

        if (Host is { } host)
        {
            Add(host.UndeliveredPoints, "points of the host were not delivered");
            reasons.AddRange(host.Failures.Select(failure => $"the collector {failure}"));
        }

        return reasons;

        void Add(long count, string what)
        {
            if (count > 0)
            {
                reasons.Add($"{count:N0} {what}");
            }
        }
    }
}
