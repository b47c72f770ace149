namespace Hex.Telemetry;

/// <summary>How a metric's points add up (OTLP data point kinds).</summary>
public enum InstrumentKind : byte
{
    /// <summary>A value that is only true at its time (OTLP Gauge).</summary>
    Gauge,

    /// <summary>A cumulative sum that may go down (OTLP Sum, not monotonic).</summary>
    UpDownSum,

    /// <summary>A cumulative sum that only grows until it is reset (OTLP Sum, monotonic).</summary>
    Counter,
}

/// <summary>A metric as declared once in a catalogue; points refer to it.</summary>
/// <param name="Name">The metric's name, e.g. <c>k8s.pod.status.phase</c>.</param>
/// <param name="Unit">UCUM unit, e.g. <c>By</c>, <c>{cpu}</c>, <c>s</c>, <c>1</c>.</param>
/// <param name="Kind">How points add up.</param>
/// <param name="Description">One sentence for people.</param>
public sealed record Instrument(string Name, string Unit, InstrumentKind Kind, string Description)
{
    /// <summary>Declares a gauge.</summary>
    public static Instrument Gauge(string name, string unit, string description) => new(name, unit, InstrumentKind.Gauge, description);

    /// <summary>Declares a cumulative sum that may go down.</summary>
    public static Instrument UpDownSum(string name, string unit, string description) => new(name, unit, InstrumentKind.UpDownSum, description);

    /// <summary>Declares a cumulative counter.</summary>
    public static Instrument Counter(string name, string unit, string description) => new(name, unit, InstrumentKind.Counter, description);

    /// <summary>Instruments are declared once: identity is the object.</summary>
    public bool Equals(Instrument? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
