using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Hex.Dedup.Tests;

/// <summary>Any schedule of changes, acknowledgements, lists, kills and saves leaves no gap, and repeats only what was not saved.</summary>
public class EventLedgerPropertyTests
{
    // HEX_EVENT_SCHEDULES: more schedules than the few hundred of every run.
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("HEX_EVENT_SCHEDULES"), out var asked) ? asked : 400;

    [Fact]
    public void No_event_is_behind_the_watermark_before_it_was_acknowledged_and_none_is_lost()
    {
        var steps = Gen.Choose(0, 99).SelectMany(what => Gen.Choose(0, 1000).Select(which => (what, which))).ListOf().Select(list => list.ToArray()).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Schedules).WithEndSize(300), Prop.ForAll(steps, schedule =>
        {
            var world = new World();
            foreach (var (what, which) in schedule)
            {
                world.Do(what, which);
                world.CheckWatermark();
            }

            world.Finish();
        }));
    }

    /// <summary>A server with events, and a reader that is killed now and then.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, (int Count, long Revision)> _held = [];
        private readonly Dictionary<string, string> _names = [];
        private readonly List<(string Uid, int Count, long Revision)> _log = [];
        private readonly HashSet<(string, int)> _acknowledged = [];
        private readonly List<(string Uid, EventTicket Ticket)> _underWay = [];
        private HashSet<(string, int)> _offered = [];
        private HashSet<(string, int)> _known = [];
        private HashSet<(string, int)> _saved = [];
        private byte[]? _state;
        private EventLedger _ledger = new("c");
        private long _revision = 100;
        private long _now = 1_000_000_000_000_000;
        private int _read;
        private bool _isListed;

        public void Do(int what, int which)
        {
            _now += 1_000_000_000;
            switch (what)
            {
                case < 25:
                    Change($"e{which % 40}");
                    break;
                case < 30:
                    Expire($"e{which % 40}");
                    break;
                case < 50:
                    Watch(which % 5);
                    break;
                case < 80:
                    Acknowledge(which);
                    break;
                case < 86:
                    List(which);
                    break;
                case < 95:
                    Save();
                    break;
                default:
                    Kill();
                    break;
            }
        }

        public void CheckWatermark()
        {
            var settled = _ledger.Watermark.Revision;
            var listed = _ledger.Watermark.Listed;
            foreach (var (uid, (count, revision)) in _held)
            {
                var isListed = listed is not null && string.CompareOrdinal(PlaceOf(uid), listed.Place) <= 0 && Revision(revision) <= listed.Revision;
                Assert.False(isListed && !_acknowledged.Contains((uid, count)), $"{uid} x{count} at {revision} is before {listed} and was never acknowledged");
                Assert.False(settled >= Revision(revision) && !_acknowledged.Contains((uid, count)), $"{uid} x{count} at {revision} is behind the watermark {settled} and was never acknowledged");
            }
        }

        public void Finish()
        {
            List(1);
            while (_underWay.Count > 0)
            {
                Acknowledge(0);
            }

            Assert.All(_held, item => Assert.Contains((item.Key, item.Value.Count), _acknowledged));
            Assert.Equal(_revision.ToString(CultureInfo.InvariantCulture), _ledger.Watermark.Revision?.ToString());
        }

        private void Change(string name)
        {
            _revision++;
            if (!_names.TryGetValue(name, out var uid) || !_held.ContainsKey(uid))
            {
                // An event that aged out and happens again is another object.
                uid = _names[name] = $"{name}/{_revision}";
            }

            _held[uid] = (_held.GetValueOrDefault(uid).Count + 1, _revision);
            _log.Add((uid, _held[uid].Count, _revision));
        }

        private void Expire(string name)
        {
            if (_names.TryGetValue(name, out var uid) && _held.Remove(uid))
            {
                _ledger.Remove(uid);
            }
        }

        private void Watch(int changes)
        {
            for (; _isListed && changes > 0 && _read < _log.Count; changes--)
            {
                var (uid, count, revision) = _log[_read++];
                Offer(uid, count, revision);
            }
        }

        private void List(int order)
        {
            _ledger.BeginList();
            // Pages are in the order of places; within a page there may be any.
            foreach (var page in _held.OrderBy(item => PlaceOf(item.Key), StringComparer.Ordinal).Chunk(1 + (order % 7)))
            {
                foreach (var (uid, (count, revision)) in page.OrderBy(item => HashCode.Combine(item.Key, order)))
                {
                    Offer(uid, count, revision);
                    if (revision % 3 == 0)
                    {
                        Acknowledge(order);
                    }
                }

                _ledger.EndPage();
                CheckWatermark();
                if (order % 11 == 0 && page[0].Value.Revision % 5 == 0)
                {
                    // It breaks off, and perhaps the reader with it.
                    if (order % 2 == 0)
                    {
                        Save();
                        Kill();
                    }

                    return;
                }
            }

            Assert.True(_ledger.EndList(_revision.ToString(CultureInfo.InvariantCulture), _now));
            (_read, _isListed) = (_log.Count, true);
        }

        private void Offer(string uid, int count, long revision)
        {
            if (_ledger.Offer(uid, count, revision.ToString(CultureInfo.InvariantCulture), _now, _now, PlaceOf(uid)) is not { } ticket)
            {
                return;
            }

            Assert.True(_offered.Add((uid, count)), $"{uid} x{count} was offered twice by one reader");
            Assert.DoesNotContain((uid, count), _saved);
            _underWay.Add((uid, ticket));
        }

        private void Acknowledge(int which)
        {
            if (_underWay.Count == 0)
            {
                return;
            }

            var (uid, ticket) = _underWay[which % _underWay.Count];
            _underWay.RemoveAt(which % _underWay.Count);
            _acknowledged.Add((uid, ticket.Occurrences));
            _known.Add((uid, ticket.Occurrences));
            _ledger.Acknowledge(ticket);
        }

        private void Save()
        {
            _state = _ledger.Watermark.ToBytes();
            _saved = [.. _known];
        }

        private void Kill()
        {
            EventWatermark? watermark = null;
            Assert.True(_state is null || EventWatermark.TryRead(_state, out watermark));
            _ledger = new EventLedger("c", watermark);
            _underWay.Clear();
            (_offered, _known) = ([], [.. _saved]);
            _isListed = false;
        }

        private static string PlaceOf(string uid) => $"default/{uid[..uid.IndexOf('/', StringComparison.Ordinal)]}";

        private static Revision Revision(long value) => EventLedgerTests.RevisionOf(value.ToString(CultureInfo.InvariantCulture));
    }
}
