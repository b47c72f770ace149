namespace Hex.Telemetry;

/// <summary>A source in the hands of a pipeline: its pump, and what came of those before.</summary>
internal sealed class LogRun(ILogSource source)
{
    private volatile LogPump? _pump;
    private volatile string? _lastError;
    private volatile int _failures;

    public LogRunCounts Counts { get; } = new();

    /// <summary>Requests on their way, and how long the oldest record waits.</summary>
    public (int InFlight, TimeSpan Oldest) Waiting => _pump?.Waiting ?? default;

    public LogSourceStatus Status => new()
    {
        Name = source.Name,
        Scope = source.Scope,
        Running = _pump is not null,
        RecordsRead = Counts.Read,
        Failures = _failures,
        LastError = _lastError,
    };

    /// <summary>Runs a pump to its end.</summary>
    public async Task<LogPumpResult> RunOnceAsync(LogPumpContext context, IDeliveryGate? gate, CancellationToken cancellationToken)
    {
        using var pump = new LogPump(context, source, gate, Counts, cancellationToken);
        _pump = pump;
        try
        {
            var result = await pump.RunAsync();
            if (result.Failure is { } failure)
            {
                _lastError = failure.Message;
                _failures++;
            }

            return result;
        }
        finally
        {
            _pump = null;
        }
    }
}
