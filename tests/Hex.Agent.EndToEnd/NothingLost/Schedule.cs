using System.Globalization;

namespace Hex.Agent.EndToEnd.NothingLost;

/// <summary>Something bad that happens.</summary>
internal enum Trouble
{
    /// <summary>SIGKILL, and a new agent on the same state a moment later.</summary>
    Kill,

    /// <summary>SIGTERM, and a new agent on the same state a moment later.</summary>
    Restart,

    /// <summary>The backend's port is closed for a while.</summary>
    Outage,

    /// <summary>Every connection is reset.</summary>
    DropConnections,

    /// <summary>The backend takes requests and resets the connection instead of answering.</summary>
    LoseAcks,

    /// <summary>The backend reads slowly for a while.</summary>
    Slow,

    /// <summary>The backend says UNAVAILABLE with a hint when to come back.</summary>
    Unavailable,

    /// <summary>The backend throttles: RESOURCE_EXHAUSTED with a hint.</summary>
    Throttle,

    /// <summary>The backend closes connections politely, as load balancers do.</summary>
    GoAway,

    /// <summary>The backend cuts connections in the middle of a request.</summary>
    DropMidway,

    /// <summary>A container ends and starts again.</summary>
    ContainerRestart,

    /// <summary>A new pod appears.</summary>
    NewPod,
}

/// <summary>What happens when, all of it from one number.</summary>
internal sealed class Schedule
{
    private static readonly Trouble[] Kinds = Enum.GetValues<Trouble>();

    public Schedule(int seed)
    {
        Seed = seed;
        var random = new Random(seed);
        Containers = 2 + random.Next(7);
        LinesPerSecond = 500 + random.Next(2500);
        MaxFileBytes = 32_000 << random.Next(4);
        RotationCheck = TimeSpan.FromMilliseconds(100 + random.Next(700));
        FailedReopens = random.Next(3) * 0.2;
        Duration = TimeSpan.FromSeconds(3 + random.Next(3));
        // Twice killed, and up to five more troubles, anywhere in the run.
        Events = [.. Enumerable.Range(0, 2 + random.Next(6))
            .Select(i => new ScheduledTrouble(random.NextDouble() * Duration, i < 2 ? Trouble.Kill : Kinds[random.Next(Kinds.Length)], random.Next(1000)))
            .OrderBy(trouble => trouble.At)];
    }

    public int Seed { get; }

    public int Containers { get; }

    public int LinesPerSecond { get; }

    public long MaxFileBytes { get; }

    public TimeSpan RotationCheck { get; }

    public double FailedReopens { get; }

    public TimeSpan Duration { get; }

    public IReadOnlyList<ScheduledTrouble> Events { get; }

    /// <summary>Records that may come twice: two seconds' worth per trouble, which is more than is ever on its way or waiting for its position to be written.</summary>
    public long MostRepeats => 2L * LinesPerSecond * Events.Count;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Containers} containers, {LinesPerSecond} lines/s for {Duration.TotalSeconds} s, rotated at {MaxFileBytes} every {RotationCheck.TotalMilliseconds} ms: {string.Join(", ", Events)}");
}

/// <summary>A trouble and its moment; <paramref name="Measure"/>, 0 to 999, says how bad or how long.</summary>
internal readonly record struct ScheduledTrouble(TimeSpan At, Trouble Kind, int Measure)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds:F2} s {Kind}({Measure})");
}
