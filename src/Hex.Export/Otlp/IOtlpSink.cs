using Hex.Telemetry;

namespace Hex.Export.Otlp;

/// <summary>Which of the two OTLP services a request is for.</summary>
internal enum OtlpSignal
{
    Logs,
    Metrics,
}

/// <summary>Takes encoded requests: to a server, a file, a screen, or nowhere.</summary>
internal interface IOtlpSink
{
    /// <summary>Whether frames may be compressed (<see cref="PackedFrame"/>).</summary>
    bool TakesPacked => false;

    /// <summary>Sends once, by the contract of <see cref="ExportRequest.SendAsync"/>.</summary>
    /// <param name="signal">What the message is.</param>
    /// <param name="frame">An Export…ServiceRequest behind its gRPC prefix. Not read after the task has completed.</param>
    /// <param name="count">How many records or points it holds.</param>
    /// <param name="cancellationToken">Cancels the send.</param>
    ValueTask<ExportResult> SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken);
}
