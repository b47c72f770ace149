using System.ComponentModel.DataAnnotations;
using Hex.Export.Grpc;

namespace Hex.Export;

/// <summary>How telemetry is sent by OTLP over gRPC: <see cref="GrpcTransportOptions"/> and what is OTLP's own.</summary>
public sealed class OtlpExporterOptions : GrpcTransportOptions
{
    /// <summary>
    /// 1 KiB below 4 MiB, which is the largest message that gRPC servers take by default. Large requests are what makes sending cheap: measured, 4 MiB with two in
    /// flight beats 1 MiB with four.
    /// </summary>
    public const int DefaultMaxRequestBytes = (4 * 1024 * 1024) - 1024;

    /// <summary>The smallest limit that makes sense: one long log line.</summary>
    public const int SmallestMaxRequestBytes = 64 * 1024;

    /// <summary>The largest request in bytes, before compression and with its gRPC prefix. 64 KiB to 64 MiB; default just below 4 MiB.</summary>
    [Range(SmallestMaxRequestBytes, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = DefaultMaxRequestBytes;

    /// <summary>How requests are compressed. Default <see cref="GrpcCompression.Gzip"/>.</summary>
    public GrpcCompression Compression { get; set; } = GrpcCompression.Gzip;
}
