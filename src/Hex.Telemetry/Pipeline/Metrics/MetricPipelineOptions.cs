using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>How metric points are gathered, kept and sent.</summary>
public sealed class MetricPipelineOptions : PipelineOptions
{
    /// <summary>16 MiB: the points of a node for hours, those of a cluster with 250,000 series for four cycles (full requests wait compressed).</summary>
    public const long DefaultMaxBufferedBytes = 16 * 1024 * 1024;

    /// <summary>0.5 s: collectors that tick together share a request.</summary>
    public static readonly TimeSpan DefaultLinger = TimeSpan.FromMilliseconds(500);

    /// <summary>How many bytes of encoded points wait in memory while the backend is away; over it the oldest are dropped and counted. Default 16 MiB.</summary>
    [Range(64L * 1024, 1L << 40)]
    public long MaxBufferedBytes { get; set; } = DefaultMaxBufferedBytes;

    /// <summary>How long the first point of a request waits for company. Default 0.5 s.</summary>
    [DurationRange("00:00:00", "00:01:00")]
    public TimeSpan Linger { get; set; } = DefaultLinger;

    internal void Validate() => Validate(new MetricPipelineOptionsValidator(), this);
}

[OptionsValidator]
internal sealed partial class MetricPipelineOptionsValidator : IValidateOptions<MetricPipelineOptions>;
