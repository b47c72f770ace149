namespace Hex.Testing.Otlp.Ledger;

/// <summary>Everything a receiver remembers, under one lock.</summary>
internal sealed class ReceiverLedger(int keepRequests)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedLog> _logs = [];
    private readonly List<ReceivedMetricPoint> _metrics = [];
    private readonly Queue<ReceivedRequest> _requests = new();
    private readonly UidSet _uids = new();
    private ReceiverCounts _counts;
    private TaskCompletionSource _changed = NewSignal();

    public ReceiverCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts;
        }
    }

    /// <summary>Completes at the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    public ReceivedLog[] Logs()
    {
        lock (_lock)
            return [.. _logs];
    }

    public ReceivedMetricPoint[] Metrics()
    {
        lock (_lock)
            return [.. _metrics];
    }

    public ReceivedRequest[] Requests()
    {
        lock (_lock)
            return [.. _requests];
    }

    public long BeginRequest()
    {
        lock (_lock)
        {
            _counts = _counts with { Requests = _counts.Requests + 1 };
            Signal();
            return _counts.Requests;
        }
    }

    public void AddConnection()
    {
        lock (_lock)
            _counts = _counts with { Connections = _counts.Connections + 1 };
    }

    public void AddMalformed()
    {
        lock (_lock)
            _counts = _counts with { MalformedRequests = _counts.MalformedRequests + 1 };
    }

    /// <summary>Takes the content of a request in: counts, and the records if they were decoded.</summary>
    public void Accept(BatchTally tally, long messageBytes, IReadOnlyList<ReceivedLog>? logs, IReadOnlyList<ReceivedMetricPoint>? metrics)
    {
        lock (_lock)
        {
            var repeated = 0L;
            foreach (var uid in tally.Uids)
            {
                if (!_uids.Add(uid))
                    repeated++;
            }

            if (logs is not null)
                _logs.AddRange(logs);
            if (metrics is not null)
                _metrics.AddRange(metrics);
            _counts = _counts with
            {
                AcceptedRequests = _counts.AcceptedRequests + 1,
                MessageBytes = _counts.MessageBytes + messageBytes,
                LogRecords = _counts.LogRecords + tally.LogRecords,
                UniqueLogs = _uids.Count,
                RepeatedLogs = _counts.RepeatedLogs + repeated,
                LogsWithoutUid = _counts.LogsWithoutUid + tally.LogsWithoutUid,
                JoinedLogs = _counts.JoinedLogs + tally.JoinedLogs,
                LogBodyBytes = _counts.LogBodyBytes + tally.LogBodyBytes,
                MetricPoints = _counts.MetricPoints + tally.MetricPoints,
            };
            Signal();
        }
    }

    /// <summary>Notes the request as done with; before its answer goes out, so that a client that has the answer finds it here.</summary>
    public void EndRequest(ReceivedRequest request)
    {
        lock (_lock)
        {
            _counts = _counts with { WireBytes = _counts.WireBytes + request.WireBytes };
            _requests.Enqueue(request);
            if (_requests.Count > keepRequests)
                _requests.Dequeue();
            Signal();
        }
    }

    /// <summary>Forgets records and ids; requests and connections go on counting.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _logs.Clear();
            _metrics.Clear();
        }
    }

    /// <summary>The records, which it forgets at the same moment.</summary>
    public (ReceivedLog[] Logs, ReceivedMetricPoint[] Metrics) Take()
    {
        lock (_lock)
        {
            var taken = (_logs.ToArray(), _metrics.ToArray());
            _logs.Clear();
            _metrics.Clear();
            return taken;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        var reached = _changed;
        _changed = NewSignal();
        reached.TrySetResult();
    }
}
