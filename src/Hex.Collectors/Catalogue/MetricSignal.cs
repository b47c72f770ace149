using Hex.Telemetry;

namespace Hex.Collectors;

/// <summary>A metric as declared once in the catalogue of its collector: the instrument, and what the pages say of it.</summary>
/// <param name="Instrument">Name, unit, kind and description.</param>
/// <param name="Origin">Whose name it is.</param>
/// <param name="Source">Where the value is read, e.g. <c>status.phase</c>.</param>
/// <param name="Attributes">What tells its series apart; a point may lack some of them, and never has others.</param>
public sealed record MetricSignal(Instrument Instrument, SignalOrigin Origin, string Source, IReadOnlyList<SignalAttribute> Attributes)
{
    /// <summary>Declares a metric of the semantic conventions.</summary>
    public static MetricSignal Convention(Instrument instrument, string source, params IReadOnlyList<SignalAttribute> attributes) =>
        new(instrument, SignalOrigin.Convention, source, attributes);

    /// <summary>Declares a metric of our own.</summary>
    public static MetricSignal Own(Instrument instrument, string source, params IReadOnlyList<SignalAttribute> attributes) =>
        new(instrument, SignalOrigin.Own, source, attributes);

    /// <summary>The instrument, which is what points refer to.</summary>
    public static implicit operator Instrument(MetricSignal signal) => signal.ToInstrument();

    /// <summary>The instrument, which is what points refer to.</summary>
    public Instrument ToInstrument() => Instrument;

    /// <summary>The metric's name.</summary>
    public override string ToString() => Instrument.Name;
}
