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
                    reader.Files.GroupBy(file => file.Path).ToDictionary(
                        file => file.Key,
                        file => Math.Max(0, file.Max(one => one.ReadOffset) - _before.Offsets.GetValueOrDefault(file.Key)) / elapsed.TotalSeconds));
            }

            var offsets = new Dictionary<string, long>(reader.Files.Count);
            foreach (var file in reader.Files)
            {
                offsets[file.Path] = file.ReadOffset;
            }

            _before = new Sample(now, reader.Records, offsets);
            return _last;
        }
    }

    private sealed record Sample(long At, long Records, Dictionary<string, long> Offsets);
}

/// <summary>How fast logs are read.</summary>
/// <param name="RecordsPerSecond">All files; null when nothing is known yet.</param>
/// <param name="BytesPerSecond">By the file's path.</param>
internal sealed record LogRates(double? RecordsPerSecond, IReadOnlyDictionary<string, double> BytesPerSecond)
{
    public static LogRates Unknown { get; } = new(null, new Dictionary<string, double>());
}
