using Hex.Logs;

namespace Hex.Agent.Http.Pages;

/// <summary>
/// How fast things went since the page was last looked at, a second ago at least: kept only while someone looks, so that nobody pays for it who does not.
/// Thread-safe.
/// </summary>
internal sealed class FileRates(TimeProvider time)
{
    /// <summary>Shorter, and a rate says nothing.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Sample? _before;
    private LogRates _last = LogRates.Unknown;

    /// <summary>Looks again.</summary>
    public LogRates Next(LogReaderStatus reader)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var elapsed = _before is { } before ? time.GetElapsedTime(before.At, now) : TimeSpan.Zero;
            if (_before is not null && elapsed < Shortest)
            {
                return _last;
            }

            if (_before is not null)
            {
                _last = new LogRates(
                    (reader.Records - _before.Records) / elapsed.TotalSeconds,
                    reader.Files.GroupBy(file => file.Path).ToDictionary(file => file.Key, file => Rate(file.Last(), _before.Files.GetValueOrDefault(file.Key), elapsed)));
            }

            var files = new Dictionary<string, LogFileStatus>(reader.Files.Count);
            foreach (var file in reader.Files)
            {
                files[file.Path] = file;
            }

            _before = new Sample(now, reader.Records, files);
            return _last;
        }
    }

    // A file renamed and a new one in its place count less than what was there before: then nothing is known of it but that it is new.
    private static FileRate Rate(LogFileStatus now, LogFileStatus before, TimeSpan elapsed) => now.Records < before.Records || now.ReadOffset < before.ReadOffset
        ? Rate(now, default, elapsed)
        : new FileRate((now.Records - before.Records) / elapsed.TotalSeconds, (now.ReadOffset - before.ReadOffset) / elapsed.TotalSeconds);

    private sealed record Sample(long At, long Records, Dictionary<string, LogFileStatus> Files);
}

/// <summary>How fast logs are read.</summary>
/// <param name="RecordsPerSecond">All files; null when nothing is known yet.</param>
/// <param name="Files">By the file's path.</param>
internal sealed record LogRates(double? RecordsPerSecond, IReadOnlyDictionary<string, FileRate> Files)
{
    public static LogRates Unknown { get; } = new(null, new Dictionary<string, FileRate>());
}

/// <summary>How fast one file is read.</summary>
internal readonly record struct FileRate(double RecordsPerSecond, double BytesPerSecond);
