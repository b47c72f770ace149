using Microsoft.Extensions.Options;

namespace Hex.Telemetry;

/// <summary>What the pipelines of logs and of metrics have in common.</summary>
public abstract class PipelineOptions
{
    /// <summary>10 s: fits into the 30 s Kubernetes gives a pod, with room for the other stages.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(10);

    private protected PipelineOptions()
    {
    }

    /// <summary>How long a stop waits for what there is to be delivered; the rest of the logs goes back to its source, that of the metrics is dropped and counted. Default 10 s.</summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = DefaultShutdownTimeout;

    /// <summary>How requests are retried, held and split.</summary>
    [ValidateObjectMembers(typeof(DeliveryOptionsValidator))]
    public DeliveryOptions Delivery { get; set; } = new();

    private protected static void Validate<T>(IValidateOptions<T> validator, T options)
        where T : PipelineOptions
    {
        var result = validator.Validate(typeof(T).Name, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(typeof(T).Name, typeof(T), result.Failures);
        }
    }
}
