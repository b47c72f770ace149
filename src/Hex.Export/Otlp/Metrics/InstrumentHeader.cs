using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Metrics;

/// <summary>Everything in front of the points of one instrument, encoded once.</summary>
/// <remarks>
/// <c>header = ScopeItems len4 name description unit (MetricGauge | MetricSum) len4 [SumTemporality cumulative [SumMonotonic 1]]</c>, then the points follow.
/// </remarks>
internal sealed class InstrumentHeader
{
    private InstrumentHeader(byte[] bytes, int dataLengthAt) => (Bytes, DataLengthAt) = (bytes, dataLengthAt);

    public byte[] Bytes { get; }

    public static int MetricLengthAt => 1;

    public int DataLengthAt { get; }

    public static InstrumentHeader Encode(Instrument instrument)
    {
        var bytes = new byte[1 + PatchedLength.Bytes + ProtoWriter.FieldSize(instrument.Name) + ProtoWriter.FieldSize(instrument.Description)
            + ProtoWriter.FieldSize(instrument.Unit) + 1 + PatchedLength.Bytes + 4];
        var writer = new ProtoWriter(bytes);
        writer.Byte(OtlpTags.ScopeItems);
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        writer.StringField(OtlpTags.MetricName, instrument.Name);
        if (instrument.Description.Length > 0)
            writer.StringField(OtlpTags.MetricDescription, instrument.Description);
        if (instrument.Unit.Length > 0)
            writer.StringField(OtlpTags.MetricUnit, instrument.Unit);
        writer.Byte(instrument.Kind == InstrumentKind.Gauge ? OtlpTags.MetricGauge : OtlpTags.MetricSum);
        var dataLengthAt = writer.Length;
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        if (instrument.Kind != InstrumentKind.Gauge)
            writer.VarintField(OtlpTags.SumTemporality, OtlpTags.Cumulative);
        if (instrument.Kind == InstrumentKind.Counter)
            writer.VarintField(OtlpTags.SumMonotonic, 1);
        return new InstrumentHeader(bytes[..writer.Length], dataLengthAt);
    }
}
