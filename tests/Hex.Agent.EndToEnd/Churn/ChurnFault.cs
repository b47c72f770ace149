using System.Globalization;

namespace Hex.Agent.EndToEnd.Churn;

/// <summary>Something bad that happens to agents that contend for a Lease.</summary>
internal enum ChurnFault
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP until another leads, then SIGCONT.</summary>
    Freeze,

    /// <summary>SIGTERM.</summary>
    Release,

    /// <summary>The agent's wall clock is put forward.</summary>
    ClockForward,

    /// <summary>The API server's port is closed for longer than the lease lasts.</summary>
    LongOutage,

    /// <summary>The agent's wall clock is put back.</summary>
    ClockBack,

    /// <summary>SIGSTOP for less than the lease lasts.</summary>
    ShortFreeze,

    /// <summary>The API server answers with headers and nothing more, for longer than the lease lasts.</summary>
    Hanging,

    /// <summary>The API server's port is closed for a moment.</summary>
    ShortOutage,

    /// <summary>503 to everything, for longer than the lease lasts.</summary>
    Unavailable,

    /// <summary>Leases can be read and not written, for longer than the lease lasts.</summary>
    ReadOnly,

    /// <summary>Every connection to the API server is cut.</summary>
    Dropped,
}

/// <summary>What happens when, all of it from one number: each kind once, then at random, until there were enough kills.</summary>
internal sealed class ChurnSchedule
{
    private static readonly ChurnFault[] Kinds = Enum.GetValues<ChurnFault>();

    public ChurnSchedule(int seed, int agents, int kills)
    {
        (Seed, Agents) = (seed, agents);
        var random = new Random(seed);
        var faults = new List<ChurnFault>();
        if (kills == 0)
        {
            // The short form: two agents meet one half of the kinds, three the other.
            faults.AddRange(Kinds.Where((_, i) => i % 2 == agents % 2));
        }
        else
        {
            faults.AddRange(Kinds);
            while (faults.Count(fault => fault == ChurnFault.Kill) < kills)
                faults.Add(random.Next(2) == 0 ? ChurnFault.Kill : Kinds[random.Next(Kinds.Length)]);
        }

        Events = [.. faults.Select(fault => new ChurnEvent(fault, random.NextDouble(), ToLeader: random.Next(5) > 0))];
    }

    public int Seed { get; }

    public int Agents { get; }

    public IReadOnlyList<ChurnEvent> Events { get; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"seed {Seed}, {Agents} agents: {string.Join(", ", Events.GroupBy(one => one.Fault).Select(group => $"{group.Count()} {group.Key}"))}");
}

/// <summary>One fault; <paramref name="Measure"/>, 0 to 1, says when and how much.</summary>
internal readonly record struct ChurnEvent(ChurnFault Fault, double Measure, bool ToLeader);
