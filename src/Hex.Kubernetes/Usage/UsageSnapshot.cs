namespace Hex.Kubernetes;

/// <summary>Whether the Metrics API answers.</summary>
public enum UsageAvailability
{
    /// <summary>It answers; right after its start with no items.</summary>
    Available,

    /// <summary>The cluster has none (404).</summary>
    Absent,

    /// <summary>It is there and does not work (503, no answer).</summary>
    Unavailable,

    /// <summary>It may not be read (401, 403).</summary>
    Forbidden,
}

/// <summary>What the Metrics API said of one kind.</summary>
/// <param name="Availability">Whether it answered.</param>
/// <param name="Readings">The current measurements. One older than twice its window and a minute is absent, and so is everything while the API is. The same measurement comes again until there is a newer one: compare its time.</param>
/// <typeparam name="T"><see cref="NodeUsage"/> or <see cref="PodUsage"/>.</typeparam>
public sealed record UsageSnapshot<T>(UsageAvailability Availability, IReadOnlyList<T> Readings)
    where T : class;
