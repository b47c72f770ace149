using Hex.Testing.Otlp;

namespace Quickstart.Backend;

/// <summary>What a metric is about, by the beginning of its name.</summary>
internal enum SubjectKind
{
    Node,
    Workload,
    Pod,
    Container,
}

/// <summary>Something metrics are about, with the newest value of each of its series.</summary>
internal sealed class Subject(SubjectKind kind, string id)
{
    private readonly Dictionary<(string Metric, string Labels), double> _values = [];

    public SubjectKind Kind { get; } = kind;

    public string Id { get; } = id;

    public IReadOnlyDictionary<string, object?> Resource { get; private set; } = new Dictionary<string, object?>();

    public DateTimeOffset LastSeen { get; private set; }

    public int Count => _values.Count;

    /// <summary>Takes a point in. A series that ended (OTLP's flag NO_RECORDED_VALUE) has no value any more.</summary>
    public void Add(ReceivedMetricPoint point, DateTimeOffset now)
    {
        Resource = point.Resource;
        LastSeen = now;
        var key = (point.Name, string.Join('/', point.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)));
        if (point.NoRecordedValue)
        {
            _values.Remove(key);
        }
        else
        {
            _values[key] = point.Value;
        }
    }

    public string? this[string attribute] => Resource.GetValueOrDefault(attribute) as string;

    public double? Value(string metric, string labels = "") => _values.TryGetValue((metric, labels), out var value) ? value : null;

    /// <summary>The labels of a metric's series that are 1: the state something is in.</summary>
    public IEnumerable<string> States(string metric) => _values.Where(pair => pair.Key.Metric == metric && pair.Value == 1).Select(pair => pair.Key.Labels);

    /// <summary>The labels and values of a metric.</summary>
    public IEnumerable<(string Labels, double Value)> All(string metric) =>
        _values.Where(pair => pair.Key.Metric == metric).Select(pair => (pair.Key.Labels, pair.Value));
}
