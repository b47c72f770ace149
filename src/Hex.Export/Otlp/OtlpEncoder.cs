using Hex.Export.Otlp.Metrics;

namespace Hex.Export.Otlp;

/// <summary>What the requests of one exporter share.</summary>
internal sealed class OtlpEncoder(IOtlpSink sink, RequestBuffers logBuffers, RequestBuffers metricBuffers)
{
    public OtlpEncoder(IOtlpSink sink)
        : this(sink, new RequestBuffers(), new RequestBuffers())
    {
    }

    public IOtlpSink Sink => sink;

    public ResourceHeaders Resources { get; } = new();

    public InstrumentHeaders Instruments { get; } = new();

    public RequestBuffers Buffers(OtlpSignal signal) => signal == OtlpSignal.Logs ? logBuffers : metricBuffers;
}
