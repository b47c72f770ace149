namespace Hex.Kubernetes;

/// <summary>How agents agree on one leader. The durations are those of Kubernetes' own components.</summary>
public sealed class LeaderElectionOptions
{
    /// <summary>Default of <see cref="LeaseDuration"/>: 15 s.</summary>
    public static readonly TimeSpan DefaultLeaseDuration = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="RenewDeadline"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultRenewDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="RetryPeriod"/>: 2 s.</summary>
    public static readonly TimeSpan DefaultRetryPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="StandbyJitter"/>: 5 s.</summary>
    public static readonly TimeSpan DefaultStandbyJitter = TimeSpan.FromSeconds(5);

    /// <summary>The namespace of the lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the lease; all who contend for it share it.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Who we are, differently for each process: a restarted leader must not take itself for its predecessor.</summary>
    public required string Identity { get; init; }

    /// <summary>What the lease belongs to, so that it goes with it, e.g. the DaemonSet; null for nothing.</summary>
    public OwnerReference? Owner { get; init; }

    /// <summary>How long others must see no renewal before they take over.</summary>
    public TimeSpan LeaseDuration { get; init; } = DefaultLeaseDuration;

    /// <summary>How long after its last renewal a leader stops. Shorter than <see cref="LeaseDuration"/>: it stops before another begins.</summary>
    public TimeSpan RenewDeadline { get; init; } = DefaultRenewDeadline;

    /// <summary>How often the leader renews.</summary>
    public TimeSpan RetryPeriod { get; init; } = DefaultRetryPeriod;

    /// <summary>
    /// Standbys read the lease once per <see cref="LeaseDuration"/> less a random half to whole of this: thousands do not read together, and whenever a leader dies, one
    /// takes over within twice the duration. Shorter than <see cref="LeaseDuration"/>.
    /// </summary>
    public TimeSpan StandbyJitter { get; init; } = DefaultStandbyJitter;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Namespace);
        ArgumentException.ThrowIfNullOrEmpty(LeaseName);
        ArgumentException.ThrowIfNullOrEmpty(Identity);
        if (LeaseDuration < TimeSpan.FromSeconds(1) || RenewDeadline >= LeaseDuration || RetryPeriod * 2 > RenewDeadline || RetryPeriod <= TimeSpan.Zero || StandbyJitter < TimeSpan.Zero || StandbyJitter >= LeaseDuration)
        {
            throw new ArgumentException(
                $"Lease duration {LeaseDuration.TotalSeconds} s, renew deadline {RenewDeadline.TotalSeconds} s, retry period {RetryPeriod.TotalSeconds} s and jitter {StandbyJitter.TotalSeconds} s do not fit: expected duration > deadline >= 2 × retry period > 0, and duration > jitter.");
        }
    }
}
