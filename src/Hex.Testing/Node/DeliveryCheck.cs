using Hex.Testing.Otlp;

namespace Hex.Testing.Node;

/// <summary>
/// Compares what a <see cref="SimulatedNode"/> wrote with what an <see cref="OtlpReceiver"/> got. Records are told apart by the id in their
/// content; those without one by stream and content, where the n-th received counts as the n-th written.
/// </summary>
public sealed class DeliveryCheck
{
    private readonly DeliveryReport _report = new();
    private readonly Dictionary<string, WrittenRecord> _byId = [];
    private readonly Dictionary<(WrittenStream, UInt128), Queue<WrittenRecord>> _byContent = [];
    private readonly Dictionary<(string Pod, string Container, string Stream), WrittenStream> _streams = [];
    private readonly HashSet<string> _uids = [];
    private readonly HashSet<WrittenRecord> _delivered = [];
    private readonly Dictionary<WrittenStream, WrittenRecord> _newest = [];

    private DeliveryCheck()
    {
    }

    /// <summary>Compares everything written so far with everything received so far.</summary>
    /// <exception cref="InvalidOperationException">The receiver keeps counts only.</exception>
    public static DeliveryReport Compare(SimulatedNode node, OtlpReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(receiver);
        var logs = receiver.Logs;
        if (logs.Count == 0 && receiver.Counts.LogRecords > 0)
            throw new InvalidOperationException("The receiver has kept no records; it needs Keep.All.");
        return Compare(node.Expected, logs);
    }

    /// <summary>Compares records written with records received, in order of arrival.</summary>
    public static DeliveryReport Compare(IEnumerable<WrittenRecord> written, IEnumerable<ReceivedLog> received)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(received);
        var check = new DeliveryCheck();
        var all = written.ToList();
        foreach (var record in all)
            check.Expect(record);
        foreach (var log in received)
            check.Receive(log);
        check.CountMissing(all);
        return check._report;
    }

    private void Expect(WrittenRecord record)
    {
        _report.Written++;
        var stream = record.Stream;
        _streams[(stream.PodUid, stream.Container, stream.StreamName)] = stream;
        if (record.Id is not null)
        {
            _byId.Add(record.Id, record);
            return;
        }

        var key = (stream, record.Hash);
        if (!_byContent.TryGetValue(key, out var queue))
            _byContent[key] = queue = new Queue<WrittenRecord>();
        queue.Enqueue(record);
    }

    private void Receive(ReceivedLog log)
    {
        _report.Received++;
        if (log.Uid is { } uid && !_uids.Add(uid))
        {
            _report.Repeated++;
            return;
        }

        var id = Id(log.Body);
        var record = id is null ? WithoutId(log) : _byId.GetValueOrDefault(id);
        if (record is null)
        {
            _report.Unexpected++;
            _report.Note("unexpected", () => Describe(log));
        }
        else if (!Matches(record, log))
        {
            _report.Broken++;
            _report.Note("broken", () => $"{record} came as {Describe(log)}");
        }
        else if (!_delivered.Add(record))
        {
            _report.RepeatedUnderAnotherUid++;
            _report.Note("repeated under another uid", () => $"{record}, now {log.Uid ?? "without uid"}");
        }
        else
        {
            Deliver(record, log);
        }
    }

    private void Deliver(WrittenRecord record, ReceivedLog log)
    {
        _report.Delivered++;
        if (record.Parts > 1)
            _report.Joined++;
        if (_newest.TryGetValue(record.Stream, out var newest) && newest.Sequence > record.Sequence)
        {
            _report.OutOfOrder++;
            _report.Note("out of order", () => $"{record} after #{newest.Sequence}");
        }
        else
        {
            _newest[record.Stream] = record;
        }

        var stream = record.Stream;
        if (Differs(log.Resource, "k8s.pod.uid", stream.PodUid)
            || Differs(log.Resource, "k8s.pod.name", stream.Pod)
            || Differs(log.Resource, "k8s.namespace.name", stream.Namespace)
            || Differs(log.Resource, "k8s.container.name", stream.Container)
            || Differs(log.Attributes, "log.iostream", stream.StreamName))
        {
            _report.Misattributed++;
            _report.Note("misattributed", () => $"{record} came as {Describe(log)}");
        }
    }

    private void CountMissing(List<WrittenRecord> all)
    {
        foreach (var record in all)
        {
            if (_delivered.Contains(record))
                continue;
            if (!record.IsAvailable)
            {
                _report.GoneWithTheirFile++;
                continue;
            }

            _report.Lost++;
            _report.Note("lost", record.ToString);
        }
    }

    private static bool Matches(WrittenRecord record, ReceivedLog log) =>
        log.BodyBytes is { } bytes ? record.Matches(bytes) : log.Body is { } text && record.Matches(text);

    /// <summary>An attribute that is not sent is no error here.</summary>
    private static bool Differs(IReadOnlyDictionary<string, object?> attributes, string key, string expected) =>
        attributes.TryGetValue(key, out var value) && value as string != expected;

    private WrittenRecord? WithoutId(ReceivedLog log)
    {
        var pod = log.Resource.GetValueOrDefault("k8s.pod.uid") as string ?? "";
        var container = log.Resource.GetValueOrDefault("k8s.container.name") as string ?? "";
        if (!_streams.TryGetValue((pod, container, log.Stream ?? ""), out var stream))
            return null;
        var hash = log.BodyBytes is { } bytes ? RecordText.Hash(bytes) : RecordText.Hash(log.Body ?? "");
        return _byContent.TryGetValue((stream, hash), out var queue) && queue.Count > 0 ? queue.Dequeue() : null;
    }

    /// <summary>The id is what follows the first <c>id=</c>, up to a space.</summary>
    private static string? Id(string? body)
    {
        var start = body?.IndexOf("id=", StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return null;
        var end = body!.IndexOf(' ', start);
        return end < 0 ? body[(start + 3)..] : body[(start + 3)..end];
    }

    private static string Describe(ReceivedLog log)
    {
        var body = log.Body ?? (log.BodyBytes is { } bytes ? Convert.ToHexStringLower(bytes) : "(no text)");
        var shown = body.Length <= 120 ? body : $"{body[..80]}…{body[^40..]}";
        return $"{log.Resource.GetValueOrDefault("k8s.pod.name")}/{log.Resource.GetValueOrDefault("k8s.container.name")} {log.Stream} uid {log.Uid}, "
            + $"{body.Length} characters: {shown}";
    }
}
