using Hex.Export.Grpc;
using Hex.Export.Grpc.Compression;
using Hex.Export.Otlp.Metrics;

namespace Hex.Export.Otlp;

/// <summary>What the requests of one exporter share.</summary>
internal sealed class OtlpEncoder(IOtlpSink sink, RequestBuffers logBuffers, RequestBuffers metricBuffers, CompressorPool packing)
{
    public OtlpEncoder(IOtlpSink sink)
        : this(sink, new RequestBuffers(), new RequestBuffers(), CompressorPool.For(GrpcCompression.Gzip)!)
    {
    }

    public IOtlpSink Sink => sink;

    /// <summary>What compresses requests that wait, whether they are sent so or not.</summary>
    public CompressorPool Packing => packing;

    public ResourceHeaders Resources { get; } = new();

    public InstrumentHeaders Instruments { get; } = new();

    public RequestBuffers Buffers(OtlpSignal signal) => signal == OtlpSignal.Logs ? logBuffers : metricBuffers;
}
