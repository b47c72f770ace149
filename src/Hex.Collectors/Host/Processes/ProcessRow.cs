namespace Hex.Collectors.Host;

/// <summary>A process from collection to collection; a number that is used again is another process (its start differs).</summary>
internal sealed class ProcessRow(int pid, long startTicks, string name)
{
    private bool _sampled;

    public int Pid { get; } = pid;

    public long StartTicks { get; } = startTicks;

    public string Name { get; } = name;

    public long Cycle { get; private set; }

    public long UserTicks { get; private set; }

    public long SystemTicks { get; private set; }

    public long Threads { get; private set; }

    public long ResidentPages { get; private set; }

    /// <summary>CPU used since the sample before; 0 in the first.</summary>
    public long Spent { get; private set; }

    /// <summary>The attributes of its resource are made when it is first written.</summary>
    public Telemetry.Resource? Resource { get; set; }

    public void Observe(ProcessStatus status, long cycle)
    {
        var spent = Number.Add(status.UserTicks, status.SystemTicks) - Number.Add(UserTicks, SystemTicks);
        Spent = _sampled ? Math.Max(0, spent) : 0;
        (UserTicks, SystemTicks, Threads, ResidentPages) = (status.UserTicks, status.SystemTicks, status.Threads, status.ResidentPages);
        (_sampled, Cycle) = (true, cycle);
    }

    /// <summary>Whether it comes before another in the list.</summary>
    public bool IsBefore(ProcessRow other)
    {
        if (Spent != other.Spent)
        {
            return Spent > other.Spent;
        }

        return ResidentPages != other.ResidentPages ? ResidentPages > other.ResidentPages : Pid < other.Pid;
    }
}
