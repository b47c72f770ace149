using Hex.Export.Otlp;
using Hex.Telemetry;
using Hex.Testing.Otlp.Proto;

namespace Hex.Export.Tests.Support;

/// <summary>Decodes what is sent with generated messages.</summary>
internal sealed class CapturingSink : IOtlpSink
{
    public List<byte[]> Messages { get; } = [];

    public byte[] Last => Messages[^1];

    public ExportLogsServiceRequest Logs => ExportLogsServiceRequest.Parser.ParseFrom(Last);

    public ExportMetricsServiceRequest Metrics => ExportMetricsServiceRequest.Parser.ParseFrom(Last);

    public ExportResult Answer { get; set; } = ExportResult.Accepted;

    public ValueTask<ExportResult> SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken)
    {
        var bytes = frame.ToArray();
        Assert.Equal(0, bytes[0]);
        Assert.Equal(bytes.Length - 5, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        Messages.Add(bytes[5..]);
        return ValueTask.FromResult(Answer);
    }
}
