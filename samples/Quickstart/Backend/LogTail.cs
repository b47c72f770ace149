using Hex.Testing.Otlp;

namespace Quickstart.Backend;

/// <summary>The latest lines, and how many come in a second.</summary>
internal sealed class LogTail
{
    private const int Kept = 80;
    private const int LongestLine = 2000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private static readonly string[] Severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    private readonly Queue<SeenLine> _lines = [];
    private readonly Queue<(DateTimeOffset At, int Count)> _arrivals = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SeenLine> Latest => [.. _lines.OrderByDescending(line => line.Time)];

    public void Add(IReadOnlyCollection<ReceivedLog> logs, DateTimeOffset now)
    {
        _arrivals.Enqueue((now, logs.Count));
        foreach (var log in logs)
        {
            _lines.Enqueue(Line(log));
        }

        while (_lines.Count > Kept)
        {
            _lines.Dequeue();
        }
    }

    public double PerSecond(DateTimeOffset now)
    {
        while (_arrivals.TryPeek(out var oldest) && now - oldest.At > Window)
        {
            _arrivals.Dequeue();
        }

        return _arrivals.Sum(arrival => arrival.Count) / Window.TotalSeconds;
    }

    private static SeenLine Line(ReceivedLog log)
    {
        string? Resource(string name) => log.Resource.GetValueOrDefault(name) as string;
        var text = log.Body ?? (log.BodyBytes is { } bytes ? $"({bytes.Length} bytes that are no text)" : "");
        return new SeenLine(
            log.Time,
            Resource("service.name"),
            Resource("service.namespace"),
            Resource("k8s.namespace.name") ?? "",
            Resource("k8s.pod.name") ?? "",
            Resource("k8s.container.name") ?? "",
            Severity(log.SeverityNumber),
            text.Length <= LongestLine ? text : text[..LongestLine] + "…");
    }

    /// <summary>OTLP's names of its numbers, four of which are one name.</summary>
    private static string Severity(int number) => number switch
    {
        >= 1 and <= 24 => Severities[(number - 1) / 4],
        _ => "",
    };
}
