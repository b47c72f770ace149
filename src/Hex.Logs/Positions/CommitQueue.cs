namespace Hex.Logs.Positions;

/// <summary>
/// The claims of batches in flight on one file, in order. The committed position moves over the contiguous prefix of acknowledged claims only.
/// Claims are made by the reading thread; they are acknowledged and given back from any thread.
/// </summary>
internal sealed class CommitQueue(LogPosition start)
{
    private readonly Lock _lock = new();
    private readonly Queue<Claim> _claims = new();
    private LogPosition _committed = start;
    private bool _rewind;

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
    public Claim Add(LogPosition end)
    {
        var claim = new Claim { End = end };
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
                _rewind = true;
            }
        }
    }

    /// <summary>Whether to read again from <paramref name="from"/>: when records were given back, or when forced. Claims still in flight are forgotten: their records come again too.</summary>
    public bool TakeRewind(bool force, out LogPosition from)
    {
        lock (_lock)
        {
            from = _committed;
            if (!_rewind && !force)
            {
                return false;
            }

            _rewind = false;
            _claims.Clear();
            return true;
        }
    }

    /// <summary>Starts anew, for a file that was truncated.</summary>
    public void Reset(LogPosition start)
    {
        lock (_lock)
        {
            _claims.Clear();
            _rewind = false;
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

        public bool Acknowledged { get; set; }
    }
}
