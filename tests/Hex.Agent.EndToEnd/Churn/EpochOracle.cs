using System.Globalization;
using System.Text;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>
/// Judges at the receiver, from what arrived alone, whether two epochs' points of a series overlap: by order of arrival, and by the points' own times. Fed in order of arrival.
/// </summary>
internal sealed class EpochOracle
{
    private const string Header = "x-hex-lease-epoch";

    private readonly Dictionary<string, int> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Series, int Epoch), (ulong First, ulong Last)> _times = [];
    private readonly Queue<ReceivedMetricPoint> _waiting = new();

    /// <summary>When the first points of each epoch came.</summary>
    public SortedDictionary<int, DateTimeOffset> Firsts { get; } = [];

    /// <summary>When the latest points of the highest epoch came.</summary>
    public DateTimeOffset Latest { get; private set; }

    /// <summary>Requests with points of a series that had points of a later epoch already.</summary>
    public Dictionary<long, (int Epoch, DateTimeOffset At, int Points, string Series)> Late { get; } = [];

    /// <summary>Points of the cluster that came without an epoch.</summary>
    public int WithoutEpoch { get; private set; }

    public long Points { get; private set; }

    public int Series => _latest.Count;

    /// <summary>How far the times of an epoch's points are off the receiver's clock, at most.</summary>
    public Dictionary<int, TimeSpan> Offsets { get; } = [];

    public void Add(IEnumerable<ReceivedMetricPoint> points, IReadOnlyList<ReceivedRequest> requests)
    {
        foreach (var point in points)
            _waiting.Enqueue(point);
        var known = requests.ToDictionary(request => request.Number);
        var resources = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        while (_waiting.TryPeek(out var point) && known.TryGetValue(point.Request, out var request))
        {
            _waiting.Dequeue();
            if (!point.Name.StartsWith("k8s.", StringComparison.Ordinal))
                continue;
            if (!request.Headers.TryGetValue(Header, out var text))
            {
                WithoutEpoch++;
                continue;
            }

            if (!resources.TryGetValue(point.Resource, out var resource))
                resources[point.Resource] = resource = Text(point.Resource);
            Judge($"{resource}|{point.Name}|{Text(point.Attributes)}", int.Parse(text, CultureInfo.InvariantCulture), point, request);
        }
    }

    /// <summary>Series with points of one epoch that are no older than those of a later one.</summary>
    /// <param name="counts">Which epochs are judged: those of processes with a true clock.</param>
    public IEnumerable<string> Overlaps(Func<int, bool> counts)
    {
        foreach (var series in _times.Where(pair => counts(pair.Key.Epoch)).GroupBy(pair => pair.Key.Series))
        {
            var terms = series.OrderBy(pair => pair.Key.Epoch).ToList();
            for (var i = 1; i < terms.Count; i++)
            {
                if (terms[i - 1].Value.Last >= terms[i].Value.First)
                    yield return $"{series.Key}: epoch {terms[i - 1].Key.Epoch} until {terms[i - 1].Value.Last}, epoch {terms[i].Key.Epoch} from {terms[i].Value.First}";
            }
        }
    }

    private void Judge(string series, int epoch, ReceivedMetricPoint point, ReceivedRequest request)
    {
        Points++;
        Firsts.TryAdd(epoch, request.At);
        if (epoch == Firsts.Keys.Last())
            Latest = request.At;
        if (_latest.GetValueOrDefault(series) > epoch)
        {
            var points = Late.TryGetValue(request.Number, out var late) ? late.Points : 0;
            Late[request.Number] = (epoch, request.At, points + 1, series);
            return;
        }

        _latest[series] = epoch;
        var offset = point.Time - request.At;
        if (!Offsets.TryGetValue(epoch, out var most) || offset.Duration() > most.Duration())
            Offsets[epoch] = offset;
        var (first, last) = _times.GetValueOrDefault((series, epoch), (ulong.MaxValue, 0UL));
        _times[(series, epoch)] = (Math.Min(first, point.TimeUnixNano), Math.Max(last, point.TimeUnixNano));
    }

    private static string Text(IReadOnlyDictionary<string, object?> attributes)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(name).Append('=').Append(value).Append(';');
        return text.ToString();
    }
}
