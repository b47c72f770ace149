using System.Runtime.InteropServices;
using Hex.Kubernetes;

namespace Hex.Collectors.Kubernetes;

/// <summary>Remembers of each object which measurement was sent last. One per collector; not thread-safe.</summary>
internal sealed class UsageClock
{
    private readonly Dictionary<Uid, (Timestamp Sent, int Cycle)> _sent = [];
    private int _cycle;
    private int _asked;

    /// <summary>Whether a measurement is newer than the last one of the object; from then on it is the last one.</summary>
    public bool Advance(Uid uid, Timestamp time)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_sent, uid, out var isKnown);
        _asked += !isKnown || entry.Cycle != _cycle ? 1 : 0;
        var isNew = !isKnown || time > entry.Sent;
        entry = (isNew ? time : entry.Sent, _cycle);
        return isNew;
    }

    /// <summary>Forgets the objects that were not asked about since the last call.</summary>
    public void EndCycle()
    {
        if (_asked < _sent.Count)
        {
            foreach (var (uid, entry) in _sent)
            {
                if (entry.Cycle != _cycle)
                {
                    _sent.Remove(uid);
                }
            }
        }

        _cycle++;
        _asked = 0;
    }
}
