using System.Collections.Concurrent;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>The header of each instrument. Instruments are declared once and compared by reference, so they are few. Thread-safe.</summary>
internal sealed class InstrumentHeaders
{
    // Instruments made per collection, against the contract, must not fill the memory.
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<Instrument, InstrumentHeader> _headers = new();

    public InstrumentHeader Of(Instrument instrument)
    {
        if (_headers.TryGetValue(instrument, out var known))
            return known;
        if (_headers.Count >= Limit)
            _headers.Clear();
        return _headers.GetOrAdd(instrument, InstrumentHeader.Encode);
    }
}
