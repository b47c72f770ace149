using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>How log records are gathered and sent.</summary>
public sealed class LogPipelineOptions : PipelineOptions
{
    /// <summary>2: one request is on its way while another is answered; more gains nothing.</summary>
    public const int DefaultMaxInFlight = 2;

    /// <summary>32 MiB: enough for full requests in every lane and the read buffers before them.</summary>
    public const long DefaultMaxInFlightBytes = 32 * 1024 * 1024;

    /// <summary>100 ms: long enough to gather one sweep over many files, too short for people to notice.</summary>
    public static readonly TimeSpan DefaultLinger = TimeSpan.FromMilliseconds(100);

    /// <summary>How many requests are on their way at a time. Each has a lane of its own, in which the next one is built. Default 2.</summary>
    [Range(1, 64)]
    public int MaxInFlight { get; set; } = DefaultMaxInFlight;

    /// <summary>
    /// The bound in bytes of everything in flight, read buffers and requests together, where the pipeline makes the <see cref="ByteBudget"/>. A request is at most
    /// a sixth of it. Default 32 MiB.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxInFlightBytes { get; set; } = DefaultMaxInFlightBytes;

    /// <summary>How long the first record of a request waits for company while its source pauses. Default 100 ms.</summary>
    [DurationRange("00:00:00", "00:01:00")]
    public TimeSpan Linger { get; set; } = DefaultLinger;

    internal void Validate() => Validate(new LogPipelineOptionsValidator(), this);
}

[OptionsValidator]
internal sealed partial class LogPipelineOptionsValidator : IValidateOptions<LogPipelineOptions>;
