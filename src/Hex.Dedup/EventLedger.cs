using System.Text;
using Hex.Dedup.Counts;
using Hex.Dedup.Ledger;

namespace Hex.Dedup;

/// <summary>
/// Decides which events of a list/watch are new, and how far delivery has come. Tell it every event in the order of the stream; send what it
/// gives a ticket for; acknowledge tickets in any order. Nothing it lets pass is behind its <see cref="Watermark"/> before it was acknowledged.
/// Thread-safe.
/// </summary>
public sealed class EventLedger
{
    /// <summary>Events remembered with their counts: about what a server with ten thousand pods in trouble holds for an hour, in 10 MB.</summary>
    public const int MaxRemembered = 100_000;

    /// <summary>How much earlier than the last settled moment an event may be dated and still be new, where only times can tell: clocks differ.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    // A namespace and a name, as Kubernetes allows them: a watermark keeps no text that whoever made an event could make longer.
    private const int LongestPlace = 63 + 1 + 253;

    private readonly Lock _lock = new();
    private readonly string _cluster;
    private readonly RecentCounts _counts = new(MaxRemembered);
    private readonly RecentCounts _tail = new(EventWatermark.MaxTail);
    private readonly PendingTickets _pending = new();
    private Revision? _settled;
    private Revision? _received;
    private long _settledAt;
    private long _receivedAt;
    private bool _isListing = true;
    private bool _hasPassedOver;
    private bool _isMixed;
    private ListPosition? _listed;
    private string _reach = "";
    private Revision _reachRevision;

    /// <summary>Begins where a former reader left off.</summary>
    /// <param name="clusterUid">The cluster.</param>
    /// <param name="watermark">What was kept; null, or another cluster's, makes every event new.</param>
    public EventLedger(string clusterUid, EventWatermark? watermark = null)
    {
        ArgumentNullException.ThrowIfNull(clusterUid);
        _cluster = clusterUid;
        if (watermark?.ClusterUid != clusterUid)
        {
            return;
        }

        (_settled, _settledAt, _listed) = (watermark.Revision, watermark.SettledAtUnixNano, watermark.Listed);
        foreach (var (key, occurrences) in watermark.Tail)
        {
            _counts.Set(key, occurrences);
            _tail.Set(key, occurrences);
        }
    }

    /// <summary>Grows whenever <see cref="Watermark"/> has something new to keep.</summary>
    public long Version { get; private set; }

    /// <summary>How many tickets are not acknowledged.</summary>
    public int Outstanding
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Whether only the events' times say what is new: the server's versions are no numbers, or are older than what was acknowledged.</summary>
    public bool GoesByTime
    {
        get
        {
            lock (_lock)
            {
                return _settled is null && _settledAt > 0;
            }
        }
    }

    /// <summary>How far delivery has come.</summary>
    public EventWatermark Watermark
    {
        get
        {
            lock (_lock)
            {
                return new EventWatermark(_cluster, _settled, SettledAt(), [.. _tail.OldestFirst.Select(entry => new EventCount(entry.Key, entry.Count))], _listed);
            }
        }
    }

    /// <summary>A list begins. Its events come in any order, so the watermark stands still until it is complete.</summary>
    public void BeginList()
    {
        lock (_lock)
        {
            _settledAt = SettledAt();
            _isListing = true;
            _hasPassedOver = false;
            (_reach, _reachRevision) = ("", default);
        }
    }

    /// <summary>
    /// A page of the list is complete: those that follow hold only events after it, in the order of their places. Within a page any order will do.
    /// </summary>
    public void EndPage()
    {
        lock (_lock)
        {
            if (_isListing && _reach.Length is > 0 and <= LongestPlace && Ascii.IsValid(_reach))
            {
                _pending.Add(EventTicket.EndOfPage(new ListPosition(_reach, _reachRevision)), inOrder: false);
                Settle();
            }
        }
    }

    /// <summary>Looks at an event.</summary>
    /// <param name="uid">The event's UID.</param>
    /// <param name="occurrences">How often it happened (SIGNALS, rule 9).</param>
    /// <param name="resourceVersion">metadata.resourceVersion.</param>
    /// <param name="timeUnixNano">When it last happened, nanoseconds since the Unix epoch.</param>
    /// <param name="nowUnixNano">The time now.</param>
    /// <param name="place">Where it is in a list, <c>namespace/name</c>; null when its pages are not told by <see cref="EndPage"/>.</param>
    /// <returns>What to acknowledge once it is delivered; null when it was sent before.</returns>
    public EventTicket? Offer(string uid, int occurrences, string resourceVersion, long timeUnixNano, long nowUnixNano, string? place = null)
    {
        var key = EventRecordId.KeyOf(uid);
        Revision? revision = Revision.TryParse(resourceVersion, out var parsed) ? parsed : null;
        lock (_lock)
        {
            Receive(revision, nowUnixNano);
            Reach(place, revision);
            var isKnown = _counts.TryGet(key, out var before);
            if (isKnown && before >= occurrences)
            {
                Settle();
                return null;
            }

            var isNew = isKnown || !_isListing || (IsNew(revision, timeUnixNano) && !WasListed(place, revision));
            _counts.Set(key, occurrences);
            if (!isNew)
            {
                return null;
            }

            var ticket = new EventTicket(key, occurrences, isKnown ? occurrences - before : occurrences == 1 ? 1 : null, revision, nowUnixNano);
            _pending.Add(ticket, inOrder: !_isListing);
            return ticket;
        }
    }

    /// <summary>The server no longer holds an event.</summary>
    public void Remove(string uid)
    {
        lock (_lock)
        {
            _counts.Remove(EventRecordId.KeyOf(uid));
        }
    }

    /// <summary>The list is complete.</summary>
    /// <param name="resourceVersion">The version of the list.</param>
    /// <param name="nowUnixNano">The time now.</param>
    /// <returns>False when the list is older than what was acknowledged (a restored backup): list again, and times will tell what is new.</returns>
    public bool EndList(string resourceVersion, long nowUnixNano)
    {
        lock (_lock)
        {
            Revision? revision = Revision.TryParse(resourceVersion, out var parsed) ? parsed : null;
            if (IsOlder(revision) || _isMixed)
            {
                BeginAnew();
                return false;
            }

            _received = revision;
            _receivedAt = nowUnixNano;
            _isListing = false;
            _pending.Sort();
            Settle();
            return true;
        }
    }

    /// <summary>A backend has the event.</summary>
    public void Acknowledge(EventTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        lock (_lock)
        {
            if (!ticket.IsDone)
            {
                ticket.IsDone = true;
                _tail.Set(ticket.Key, ticket.Occurrences);
                Version++;
                Settle();
            }
        }
    }

    // What the list so far passed over by its version is looked at again by its time; what is under way or acknowledged stays known.
    private void BeginAnew()
    {
        (_settled, _received, _listed, _isMixed) = (null, null, null, false);
        _counts.Clear();
        foreach (var (key, occurrences) in _tail.OldestFirst)
        {
            _counts.Set(key, occurrences);
        }

        foreach (var ticket in _pending.ForgetRevisions())
        {
            _counts.Set(ticket.Key, ticket.Occurrences);
        }

        Version++;
    }

    // Lists are consistent: one that is older than what a watch has shown is of another history.
    private bool IsOlder(Revision? list) =>
        (_settled is not null || _received is not null || _listed is not null) && (list is null || list < _settled || list < _received || list < _listed?.Revision);

    private bool IsNew(Revision? revision, long timeUnixNano)
    {
        if (_settled is { } settled && revision is { } known)
        {
            _hasPassedOver |= known <= settled;
            return known > settled;
        }

        // A version that is no number, after numbers: what was passed over by them must be looked at again.
        _isMixed |= _hasPassedOver && revision is null;
        _settled = null;
        return _settledAt == 0 || timeUnixNano >= _settledAt - (Slack.Ticks * TimeSpan.NanosecondsPerTick);
    }

    private bool WasListed(string? place, Revision? revision)
    {
        var was = _listed is { } listed && place is not null && revision <= listed.Revision && string.CompareOrdinal(place, listed.Place) <= 0;
        _hasPassedOver |= was;
        return was;
    }

    // How far the list came: its last place need not come last in its page.
    private void Reach(string? place, Revision? revision)
    {
        if (!_isListing || place is null)
        {
            return;
        }

        _reach = string.CompareOrdinal(place, _reach) > 0 ? place : _reach;
        _reachRevision = revision > _reachRevision ? revision.Value : _reachRevision;
    }

    private void Receive(Revision? revision, long now)
    {
        if (_isListing)
        {
            return;
        }

        _receivedAt = now;
        _received = revision is null ? null : _received is null || revision > _received ? revision : _received;
    }

    // Invariant: every ticket of a version up to _settled is acknowledged, and every event up to it was offered.
    private void Settle()
    {
        if (_isListing)
        {
            Advance(_pending.PassPages());
            return;
        }

        var before = _settled;
        if (_pending.RemoveDone() is { } last && (_settled is null || last > _settled))
        {
            _settled = last;
        }

        if (_pending.Count == 0)
        {
            _settled = _received;
        }

        Version += _settled == before ? 0 : 1;
        _listed = _settled >= _listed?.Revision ? null : _listed;
    }

    // A later list holds what an earlier one held, so that its places are as good for the earlier one's versions.
    private void Advance(ListPosition? passed)
    {
        if (passed is null || (_listed is { } listed && string.CompareOrdinal(passed.Place, listed.Place) < 0))
        {
            return;
        }

        _listed = _listed?.Revision > passed.Revision ? passed with { Revision = _listed.Revision } : passed;
        Version++;
    }

    private long SettledAt() => _isListing ? _settledAt : _pending.Count == 0 ? _receivedAt : Math.Min(_pending.OldestReceivedAt, _receivedAt);
}
