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

    /// <summary>Takes compressed frames, and unpacks them.</summary>
    public bool TakesPacked { get; init; }

    /// <summary>How many compressed frames came.</summary>
    public int Packed { get; private set; }

    public ValueTask<ExportResult> SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken)
    {
        var bytes = frame.ToArray();
        if (TakesPacked && PackedFrame.IsPacked(frame))
        {
            Packed++;
            using var plain = PackedFrame.Unpack(frame, new RequestBuffers());
            bytes = plain.Frame().ToArray();
        }
        Assert.Equal(0, bytes[0]);
        Assert.Equal(bytes.Length - 5, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        Messages.Add(bytes[5..]);
        return ValueTask.FromResult(Answer);
    }
}
