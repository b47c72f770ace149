using Hex.Logs.Files;

namespace Hex.Logs.Positions;

/// <summary>
/// The claims of a container's batches in flight, in order, over all its generations: a record may begin in one file and end in the next. Committed positions
/// move over the contiguous prefix of acknowledged claims only. Claims are made by the reading thread; they are acknowledged and given back from any thread.
/// All queues of a reader share one lock, so that stored positions are of one moment.
/// </summary>
internal sealed class CommitQueue(Lock positions)
{
    private readonly Lock _lock = positions;
    private readonly List<Claim> _claims = [];
    private bool _givenBack;

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

    /// <summary>Claims a file up to a position for a batch.</summary>
    public Claim Add(LogFile file, LogPosition end)
    {
        var claim = new Claim();
        claim.Ends.Add((file, end));
        lock (_lock)
        {
            _claims.Add(claim);
        }

        return claim;
    }

    /// <summary>Moves a file past bytes that made no record, or whose record is in the last claim: together with that claim, or at once.</summary>
    /// <returns>True when a committed position moved.</returns>
    public bool Advance(LogFile file, LogPosition end)
    {
        lock (_lock)
        {
            if (_claims.Count > 0)
            {
                _claims[^1].Ends.Add((file, end));
                return false;
            }

            var moved = file.Committed != end;
            file.Committed = end;
            return moved;
        }
    }

    /// <summary>A backend has the claim's records.</summary>
    /// <returns>True when a committed position moved.</returns>
    public bool Acknowledge(Claim claim)
    {
        lock (_lock)
        {
            claim.IsAcknowledged = true;
            var done = 0;
            for (; done < _claims.Count && _claims[done].IsAcknowledged; done++)
            {
                foreach (var (file, end) in _claims[done].Ends)
                {
                    file.Committed = end;
                }
            }

            _claims.RemoveRange(0, done);
            return done > 0;
        }
    }

    /// <summary>The claim's records must come again.</summary>
    public void GiveBack(Claim claim)
    {
        lock (_lock)
        {
            _givenBack |= !claim.IsAcknowledged && _claims.Contains(claim);
        }
    }

    /// <summary>Forgets the claims in flight: reading starts again from the committed positions, and their records come again.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            _givenBack = false;
            _claims.Clear();
        }
    }

    /// <summary>Sets a file's position, whatever is in flight of it.</summary>
    public void Reset(LogFile file, LogPosition position)
    {
        lock (_lock)
        {
            foreach (var claim in _claims)
            {
                claim.Ends.RemoveAll(end => ReferenceEquals(end.File, file));
            }

            file.Committed = position;
        }
    }

    internal sealed class Claim
    {
        /// <summary>What is committed with the claim, later entries over earlier ones.</summary>
        public List<(LogFile File, LogPosition End)> Ends { get; } = new(1);

        public bool IsAcknowledged { get; set; }
    }
}
