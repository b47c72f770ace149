using Hex.Telemetry;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Kubernetes;

/// <summary>How events are read.</summary>
public sealed class EventSourceOptions
{
    /// <summary>5 s: so many seconds of events may go out once more after a kill, and a lease takes the state along with a renewal every 2 s.</summary>
    public static readonly TimeSpan DefaultSaveInterval = TimeSpan.FromSeconds(5);

    /// <summary>1 s: an event tells its time in seconds.</summary>
    public static readonly TimeSpan DefaultGatherInterval = TimeSpan.FromSeconds(1);

    /// <summary>Emits everything the server holds, whatever was delivered before, and ends. Default false.</summary>
    public bool Once { get; set; }

    /// <summary>How often the watermark is kept while it moves. Default 5 s.</summary>
    [DurationRange("00:00:00.010", "00:10:00")]
    public TimeSpan SaveInterval { get; set; } = DefaultSaveInterval;

    /// <summary>
    /// How long after some events have gone out those that follow are gathered, unless there are many: one batch a second costs a tenth of ten. The first event after a pause
    /// goes at once. Default 1 s; 0 for none.
    /// </summary>
    [DurationRange("00:00:00", "00:01:00")]
    public TimeSpan GatherInterval { get; set; } = DefaultGatherInterval;
}

/// <summary>Checks <see cref="EventSourceOptions"/> by their annotations.</summary>
[OptionsValidator]
public sealed partial class EventSourceOptionsValidator : IValidateOptions<EventSourceOptions>;
