namespace Hex.Logs.Positions;

/// <summary>
/// The claims of batches in flight on one file, in order. The committed position moves over the contiguous prefix of acknowledged claims only.
/// A claim can take earlier files with it, whose last record ends in this one. Claims are made by the reading thread; they are acknowledged and given back
/// from any thread. All queues of a reader share one lock, so that stored positions are of one moment.
/// </summary>
internal sealed class CommitQueue(Lock positions)
{
    private readonly Lock _lock = positions;
    private readonly Queue<Claim> _claims = new();
    private LogPosition _committed;
    private bool _givenBack;

    /// <summary>The position that may be stored.</summary>
    public LogPosition Committed
    {
        get
        {
            lock (_lock)
            {
                return _committed;
            }
        }
    }

    /// <summary>True while batches are in flight.</summary>
    public bool HasClaims
    {
        get
        {
            lock (_lock)
            {
                return _claims.Count > 0;
            }
        }
    }

    /// <summary>Claims everything up to <paramref name="end"/> for a batch.</summary>
    /// <param name="end">What is committed with the claim.</param>
    /// <param name="earlier">Earlier files, and how far they are done with it; null when there are none.</param>
    public Claim Add(LogPosition end, List<(CommitQueue Queue, LogPosition End)>? earlier)
    {
        var claim = new Claim { End = end, Earlier = earlier };
        lock (_lock)
        {
            _claims.Enqueue(claim);
        }

        return claim;
    }

    /// <summary>Moves past bytes that made no record: with the last claim in flight, or at once.</summary>
    /// <returns>True when the committed position moved.</returns>
    public bool Advance(LogPosition end)
    {
        lock (_lock)
        {
            if (_claims.Count > 0)
            {
                LastClaim().End = end;
                return false;
            }

            var moved = end != _committed;
            _committed = end;
            return moved;
        }
    }

    /// <summary>A backend has the claim's records.</summary>
    /// <returns>True when the committed position moved.</returns>
    public bool Acknowledge(Claim claim)
    {
        lock (_lock)
        {
            claim.Acknowledged = true;
            var moved = false;
            while (_claims.TryPeek(out var first) && first.Acknowledged)
            {
                _committed = first.End;
                _claims.Dequeue();
                foreach (var (queue, end) in first.Earlier ?? [])
                {
                    queue.Advance(end);
                }

                moved = true;
            }

            return moved;
        }
    }

    /// <summary>The claim's records must come again: the file is to be read from the committed position.</summary>
    public void GiveBack(Claim claim)
    {
        lock (_lock)
        {
            if (!claim.Acknowledged && _claims.Contains(claim))
            {
                _givenBack = true;
            }
        }
    }

    /// <summary>True when records were given back and <see cref="Rewind"/> was not called since.</summary>
    public bool HasGivenBack
    {
        get
        {
            lock (_lock)
            {
                return _givenBack;
            }
        }
    }

    /// <summary>Starts again from the committed position, which is returned. Claims still in flight are forgotten: their records come again too.</summary>
    public LogPosition Rewind()
    {
        lock (_lock)
        {
            _givenBack = false;
            _claims.Clear();
            return _committed;
        }
    }

    /// <summary>Starts anew, for a file that was truncated.</summary>
    public void Reset(LogPosition start)
    {
        lock (_lock)
        {
            _claims.Clear();
            _givenBack = false;
            _committed = start;
        }
    }

    private Claim LastClaim()
    {
        Claim? last = null;
        foreach (var claim in _claims)
        {
            last = claim;
        }

        return last!;
    }

    internal sealed class Claim
    {
        public LogPosition End { get; set; }

        public List<(CommitQueue Queue, LogPosition End)>? Earlier { get; init; }

        public bool Acknowledged { get; set; }
    }
}
