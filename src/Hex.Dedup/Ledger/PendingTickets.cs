namespace Hex.Dedup.Ledger;

/// <summary>Tickets not yet passed by the watermark, in the order of their versions. Not thread-safe.</summary>
internal sealed class PendingTickets
{
    private readonly List<EventTicket> _tickets = [];
    private int _first;
    private int _passed;

    /// <summary>Tickets from the first that is not acknowledged on.</summary>
    public int Count => _tickets.Count - _first;

    /// <summary>When the one that waits longest was received.</summary>
    public long OldestReceivedAt
    {
        get
        {
            var oldest = long.MaxValue;
            for (var i = _first; i < _tickets.Count; i++)
            {
                oldest = _tickets[i].IsDone ? oldest : Math.Min(oldest, _tickets[i].ReceivedAt);
            }

            return oldest;
        }
    }

    /// <summary>Adds a ticket: where its version belongs, or at the end until <see cref="Sort"/>.</summary>
    public void Add(EventTicket ticket, bool inOrder)
    {
        var at = _tickets.Count;
        while (inOrder && at > _first && Compare(_tickets[at - 1], ticket) > 0)
        {
            at--;
        }

        _tickets.Insert(at, ticket);
    }

    /// <summary>A list is complete: from now on tickets are in the order of their versions, which has no pages.</summary>
    public void Sort()
    {
        ForgetPages();
        _tickets.Sort(_first, _tickets.Count - _first, Comparer<EventTicket>.Create(Compare));
    }

    /// <summary>While a list is read: goes over the acknowledged ones at the front, which stay until it is complete.</summary>
    /// <returns>The last end of a page that was passed; null when none was.</returns>
    public ListPosition? PassPages()
    {
        ListPosition? last = null;
        for (_passed = Math.Max(_passed, _first); _passed < _tickets.Count && _tickets[_passed].IsDone; _passed++)
        {
            last = _tickets[_passed].PageEnd ?? last;
        }

        return last;
    }

    /// <summary>The server's versions began anew: what is under way comes before everything else.</summary>
    /// <returns>What is under way.</returns>
    public IReadOnlyList<EventTicket> ForgetRevisions()
    {
        _tickets.RemoveRange(0, _first);
        _first = 0;
        ForgetPages();
        foreach (var ticket in _tickets)
        {
            ticket.Revision = null;
        }

        return _tickets;
    }

    /// <summary>Removes the acknowledged ones at the front.</summary>
    /// <returns>The version of the last of them; null when none had one.</returns>
    public Revision? RemoveDone()
    {
        Revision? last = null;
        while (_first < _tickets.Count && _tickets[_first].IsDone)
        {
            last = _tickets[_first].Revision ?? last;
            _tickets[_first++] = null!;
        }

        if (_first == _tickets.Count || _first >= 1024)
        {
            _tickets.RemoveRange(0, _first);
            _first = 0;
        }

        return last;
    }

    private void ForgetPages()
    {
        _tickets.RemoveAll(ticket => ticket is { PageEnd: not null });
        _passed = 0;
    }

    private static int Compare(EventTicket left, EventTicket right) => (left.Revision, right.Revision) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        ({ } l, { } r) => l.CompareTo(r),
    };
}
