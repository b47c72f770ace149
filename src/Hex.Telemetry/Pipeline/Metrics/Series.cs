using System.Runtime.CompilerServices;

namespace Hex.Telemetry;

/// <summary>Which series of a resource: two references, 16 bytes.</summary>
internal readonly record struct Series(Instrument Instrument, AttributeSet Attributes);

/// <summary>
/// The series of a resource in the order in which they were written. Resources of a kind have the same ones, but for what is each one's own, such as the image it runs;
/// a collector writes that last, and so all but the attributes of the last is shared.
/// </summary>
/// <param name="Shape">The series; the last one without its attributes. Null for no sequence.</param>
/// <param name="Last">The attributes of the last.</param>
internal readonly record struct SeriesSequence(Series[]? Shape, AttributeSet Last)
{
    public int Count => Shape?.Length ?? 0;

    public Series this[int index] => index == Shape!.Length - 1 ? Shape[index] with { Attributes = Last } : Shape[index];

    public bool IsSame(SeriesSequence other) => ReferenceEquals(Shape, other.Shape) && (Shape is null || Last.Equals(other.Last));

    public bool Equals(ReadOnlySpan<Series> series) =>
        Count == series.Length && Count > 0 && this[Count - 1] == series[^1] && series[..^1].SequenceEqual(Shape.AsSpan(0, Count - 1));
}

/// <summary>One array for equal shapes, in a fixed number of slots: one that meets a taken slot replaces it. Not thread-safe.</summary>
internal sealed class SeriesShapes
{
    private readonly Series[]?[] _slots = new Series[]?[512];

    public SeriesSequence Share(ReadOnlySpan<Series> series)
    {
        var hash = series[^1].Instrument.GetHashCode();
        foreach (ref readonly var one in series[..^1])
        {
            hash = (hash * 31) + (RuntimeHelpers.GetHashCode(one.Instrument) ^ one.Attributes.GetHashCode());
        }

        ref var slot = ref _slots[(uint)(hash ^ (hash >>> 15)) % (uint)_slots.Length];
        var last = series[^1];
        if (slot is not { } known || known.Length != series.Length || known[^1].Instrument != last.Instrument || !series[..^1].SequenceEqual(known.AsSpan(0, known.Length - 1)))
        {
            slot = known = series.ToArray();
            known[^1] = last with { Attributes = AttributeSet.Empty };
        }

        return new SeriesSequence(known, last.Attributes);
    }
}
