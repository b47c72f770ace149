using Hex.Export.Grpc;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Export.Otlp.Sending;

/// <summary>Sends requests by gRPC, compressed unless it does not pay or the server does not want it.</summary>
internal sealed partial class GrpcSink(IGrpcTransport transport, bool compresses, TimeSpan timeout, RequestBuffers buffers, ILogger logger) : IOtlpSink
{
    private const string LogsPath = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    private const string MetricsPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    // Below this a message fits one packet anyway.
    private const int SmallestCompressed = 1024;

    private volatile bool _compressionRefused;

    public bool TakesPacked => compresses && !_compressionRefused;

    public async ValueTask<ExportResult> SendAsync(OtlpSignal signal, ReadOnlyMemory<byte> frame, int count, CancellationToken cancellationToken)
    {
        var path = signal == OtlpSignal.Logs ? LogsPath : MetricsPath;
        if (PackedFrame.IsPacked(frame))
            return StatusTable.Judge(await PackedAsync(path, frame, cancellationToken), signal, count);
        if (!TakesPacked || frame.Length < SmallestCompressed)
            return StatusTable.Judge(await PlainAsync(path, frame, cancellationToken), signal, count);

        GrpcReply reply;
        var buffer = buffers.Rent(frame.Length);
        try
        {
            var packed = PackedFrame.Pack(frame, buffer);
            reply = await (packed.IsEmpty ? PlainAsync(path, frame, cancellationToken) : CompressedAsync(path, packed, cancellationToken));
        }
        finally
        {
            buffers.Return(buffer);
        }
        if (IsUnknown(reply))
            reply = await AgainPlainAsync(path, frame, cancellationToken);
        return StatusTable.Judge(reply, signal, count);
    }

    // Either the compression or the whole service is unknown (gRPC compression.md): the plain request tells which.
    private static bool IsUnknown(GrpcReply reply) => reply is { Status: GrpcStatusCode.Unimplemented, Origin: GrpcOrigin.Server };

    private async Task<GrpcReply> AgainPlainAsync(string path, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var reply = await PlainAsync(path, frame, cancellationToken);
        if (reply.Status != GrpcStatusCode.Unimplemented && !_compressionRefused)
        {
            _compressionRefused = true;
            Log.CompressionRefused(logger, transport.Endpoint);
        }
        return reply;
    }

    private async Task<GrpcReply> PackedAsync(string path, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var reply = await CompressedAsync(path, frame, cancellationToken);
        if (!IsUnknown(reply))
            return reply;
        using var plain = PackedFrame.Unpack(frame, buffers);
        return await AgainPlainAsync(path, plain.Frame(), cancellationToken);
    }

    private Task<GrpcReply> PlainAsync(string path, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        transport.CallAsync(new GrpcCall(path, frame, IsCompressed: false, timeout), cancellationToken);

    private Task<GrpcReply> CompressedAsync(string path, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        transport.CallAsync(new GrpcCall(path, frame, IsCompressed: true, timeout), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1210, LogLevel.Warning, "{Endpoint} does not take gzip: sending uncompressed from now on")]
        public static partial void CompressionRefused(ILogger logger, string endpoint);
    }
}
