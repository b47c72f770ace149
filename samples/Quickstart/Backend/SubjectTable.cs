using Hex.Testing.Otlp;

namespace Quickstart.Backend;

/// <summary>All metrics, by what they are about. A subject goes when its last series has ended, or nothing was heard of it for long.</summary>
internal sealed class SubjectTable
{
    private const int Most = 20_000;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(3);
    private static readonly string[] WorkloadKinds = ["deployment", "statefulset", "daemonset"];

    private readonly Dictionary<(SubjectKind Kind, string Id), Subject> _subjects = [];

    public int Series => _subjects.Values.Sum(subject => subject.Count);

    public IEnumerable<Subject> Of(SubjectKind kind) => _subjects.Values.Where(subject => subject.Kind == kind);

    public void Add(ReceivedMetricPoint point, DateTimeOffset now)
    {
        if (SubjectOf(point) is not { } key)
        {
            return;
        }

        if (!_subjects.TryGetValue(key, out var subject))
        {
            if (point.NoRecordedValue || _subjects.Count == Most)
            {
                return;
            }

            _subjects.Add(key, subject = new Subject(key.Kind, key.Id));
        }

        subject.Add(point, now);
        if (subject.Count == 0)
        {
            _subjects.Remove(key);
        }
    }

    public void Forget(DateTimeOffset now)
    {
        foreach (var (key, subject) in _subjects.Where(pair => now - pair.Value.LastSeen > Forgotten).ToList())
        {
            _subjects.Remove(key);
        }
    }

    private static (SubjectKind Kind, string Id)? SubjectOf(ReceivedMetricPoint point)
    {
        string? Attribute(string name) => point.Resource.GetValueOrDefault(name) as string;
        var area = point.Name.StartsWith("k8s.", StringComparison.Ordinal) ? point.Name.Split('.')[1] : point.Name.Split('.')[0];
        return area switch
        {
            "node" when Attribute("k8s.node.name") is { } name => (SubjectKind.Node, name),
            "pod" when Attribute("k8s.pod.uid") is { } uid => (SubjectKind.Pod, uid),
            "container" when Attribute("k8s.pod.uid") is { } uid => (SubjectKind.Container, $"{uid}/{Attribute("k8s.container.name")}"),
            _ when WorkloadKinds.Contains(area) && Attribute($"k8s.{area}.uid") is { } uid => (SubjectKind.Workload, $"{area}/{uid}"),
            _ => null,
        };
    }
}
