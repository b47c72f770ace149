using System.Collections.Frozen;

namespace Hex.Telemetry;

/// <summary>The metrics that are switched off, by name; remembers the answer per instrument. One per collector; not thread-safe.</summary>
internal sealed class DisabledMetrics(FrozenSet<string> names)
{
    private readonly Dictionary<Instrument, bool> _known = [];

    public bool Contains(Instrument instrument)
    {
        if (!_known.TryGetValue(instrument, out var disabled))
        {
            _known.Add(instrument, disabled = names.Contains(instrument.Name));
        }

        return disabled;
    }
}
