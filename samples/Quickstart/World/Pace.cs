namespace Quickstart.World;

/// <summary>How fast things happen: as people can follow them, or as fast as they can be told apart.</summary>
/// <param name="Speed">1 for people.</param>
/// <param name="MeasureEvery">How often usage is measured.</param>
/// <param name="CollectEvery">How often state is collected.</param>
internal sealed record Pace(double Speed, TimeSpan MeasureEvery, TimeSpan CollectEvery)
{
    public static Pace ForPeople { get; } = new(1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

    /// <summary>A true cluster is asked less often: others work there.</summary>
    public static Pace ForRealClusters { get; } = new(1, TimeSpan.Zero, TimeSpan.FromSeconds(10));

    public static Pace ForChecks { get; } = new(8, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500));

    public TimeSpan Of(double seconds) => TimeSpan.FromSeconds(seconds / Speed);
}
