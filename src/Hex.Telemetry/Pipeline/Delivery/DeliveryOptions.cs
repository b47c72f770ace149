using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>How requests are retried, held and split on their way to a leaf exporter.</summary>
public sealed class DeliveryOptions
{
    /// <summary>0.5 s: a hiccup is over by then.</summary>
    public static readonly TimeSpan DefaultMinRetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>30 s: an outage is noticed to be over within half a minute.</summary>
    public static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>5 s: a fault that people must mend.</summary>
    public static readonly TimeSpan DefaultMinHoldDelay = TimeSpan.FromSeconds(5);

    /// <summary>60 s: a mended credential is noticed within a minute.</summary>
    public static readonly TimeSpan DefaultMaxHoldDelay = TimeSpan.FromSeconds(60);

    /// <summary>64 KiB: no server's size limit is smaller, so a refusal of less is throttling.</summary>
    public const int DefaultSmallestSplitBytes = 64 * 1024;

    /// <summary>The upper bound of the first wait after a transient failure; doubles up to <see cref="MaxRetryDelay"/>. The wait itself is random between 0 and the bound. Default 0.5 s.</summary>
    [DurationRange("00:00:00.001", "01:00:00")]
    public TimeSpan MinRetryDelay { get; set; } = DefaultMinRetryDelay;

    /// <summary>The longest wait between attempts after transient failures, unless the server asks for more. Default 30 s.</summary>
    [DurationRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = DefaultMaxRetryDelay;

    /// <summary>The first wait while data is held for an endpoint fault or throttling; doubles up to <see cref="MaxHoldDelay"/>. Default 5 s.</summary>
    [DurationRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan MinHoldDelay { get; set; } = DefaultMinHoldDelay;

    /// <summary>The longest wait between attempts while data is held. Default 60 s.</summary>
    [DurationRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxHoldDelay { get; set; } = DefaultMaxHoldDelay;

    /// <summary>Down to this many bytes a request that is too large is split; a smaller one that is refused as too large is held. Default 64 KiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int SmallestSplitBytes { get; set; } = DefaultSmallestSplitBytes;

    internal void Validate()
    {
        var result = new DeliveryOptionsValidator().Validate(nameof(DeliveryOptions), this);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(DeliveryOptions), typeof(DeliveryOptions), result.Failures);
        }
    }
}

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
