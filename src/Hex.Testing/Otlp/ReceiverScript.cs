namespace Hex.Testing.Otlp;

/// <summary>
/// What an <see cref="OtlpReceiver"/> does with the requests to come. For each request the first of these that applies decides: the oldest
/// <see cref="Next(int, Fault, OtlpSignal?)"/> not used up, the rule <see cref="When"/>, the rule <see cref="WhenLogs"/> or
/// <see cref="WhenMetrics"/>, and <see cref="Always(Fault, OtlpSignal?)"/>. Thread safe; rules are asked one request at a time.
/// </summary>
public sealed class ReceiverScript
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(Fault Fault, OtlpSignal? Signal, int Left)> _next = new();
    private readonly Dictionary<OtlpSignal, Fault> _always = [];
    private readonly bool _decodes;
    private Func<OtlpSignal, Fault?>? _when;
    private Func<IReadOnlyList<ReceivedLog>, Fault?>? _whenLogs;
    private Func<IReadOnlyList<ReceivedMetricPoint>, Fault?>? _whenMetrics;

    internal ReceiverScript(bool decodes) => _decodes = decodes;

    /// <summary>How many requests are still promised a fault by <see cref="Next(int, Fault, OtlpSignal?)"/>.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
                return _next.Sum(step => step.Left);
        }
    }

    /// <summary>Treats the next request so; calls queue up.</summary>
    public ReceiverScript Next(Fault fault) => Next(1, fault);

    /// <summary>Treats the next <paramref name="count"/> requests (of one signal, if given) so; calls queue up.</summary>
    public ReceiverScript Next(int count, Fault fault, OtlpSignal? signal = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_lock)
            _next.AddLast((fault, signal, count));
        return this;
    }

    /// <summary>Treats every request (of one signal, if given) so, until changed.</summary>
    public ReceiverScript Always(Fault fault, OtlpSignal? signal = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            if (signal != OtlpSignal.Metrics)
                _always[OtlpSignal.Logs] = fault;
            if (signal != OtlpSignal.Logs)
                _always[OtlpSignal.Metrics] = fault;
        }

        return this;
    }

    /// <summary>Asks this for each request before its body is read; null lets it pass. For example: a random fault now and then.</summary>
    public ReceiverScript When(Func<OtlpSignal, Fault?>? decide)
    {
        lock (_lock)
            _when = decide;
        return this;
    }

    /// <summary>
    /// Asks this for each logs request, after decoding and before anything is taken in; null lets it pass. For example: refuse a batch that holds
    /// one poisonous record. A delay in the answer counts, a way of reading the body comes too late.
    /// </summary>
    /// <exception cref="InvalidOperationException">The receiver does not decode (<see cref="Keep"/> is not <see cref="Keep.All"/>).</exception>
    public ReceiverScript WhenLogs(Func<IReadOnlyList<ReceivedLog>, Fault?>? decide)
    {
        CheckDecodes();
        lock (_lock)
            _whenLogs = decide;
        return this;
    }

    /// <summary>As <see cref="WhenLogs"/>, for metrics requests.</summary>
    /// <exception cref="InvalidOperationException">The receiver does not decode (<see cref="Keep"/> is not <see cref="Keep.All"/>).</exception>
    public ReceiverScript WhenMetrics(Func<IReadOnlyList<ReceivedMetricPoint>, Fault?>? decide)
    {
        CheckDecodes();
        lock (_lock)
            _whenMetrics = decide;
        return this;
    }

    /// <summary>Forgets everything said before: from the next request on all is accepted.</summary>
    public ReceiverScript Normal()
    {
        lock (_lock)
        {
            _next.Clear();
            _always.Clear();
            _when = null;
            _whenLogs = null;
            _whenMetrics = null;
        }

        return this;
    }

    /// <summary>The fault for a request that begins now; true in <paramref name="scripted"/> if no rule over records overrides it.</summary>
    internal Fault Take(OtlpSignal signal, out bool scripted)
    {
        lock (_lock)
        {
            for (var node = _next.First; node is not null; node = node.Next)
            {
                var step = node.Value;
                if (step.Signal is { } only && only != signal)
                    continue;
                if (step.Left == 1)
                    _next.Remove(node);
                else
                    node.Value = step with { Left = step.Left - 1 };
                scripted = true;
                return step.Fault;
            }

            if (_when?.Invoke(signal) is { } ruled)
            {
                scripted = true;
                return ruled;
            }

            scripted = false;
            return _always.GetValueOrDefault(signal, Fault.None);
        }
    }

    internal Fault? Decide(IReadOnlyList<ReceivedLog> logs)
    {
        lock (_lock)
            return _whenLogs?.Invoke(logs);
    }

    internal Fault? Decide(IReadOnlyList<ReceivedMetricPoint> points)
    {
        lock (_lock)
            return _whenMetrics?.Invoke(points);
    }

    private void CheckDecodes()
    {
        if (!_decodes)
            throw new InvalidOperationException("The receiver keeps counts only; a rule over records needs Keep.All.");
    }
}
