using System.Collections;

namespace Hex.Kubernetes;

/// <summary>
/// The objects of one kind at one moment. Never changes; holding it costs what has changed since. Enumerate it as often as wanted, from
/// any thread.
/// </summary>
/// <typeparam name="T">The projection.</typeparam>
public sealed class ResourceSnapshot<T> : IReadOnlyCollection<T>
    where T : class
{
    private readonly T?[][] _chunks;

    internal ResourceSnapshot(T?[][] chunks, int count) => (_chunks, Count) = (chunks, count);

    internal static ResourceSnapshot<T> Empty { get; } = new([], 0);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Enumerates the objects in no particular order, without an allocation.</summary>
    public Enumerator GetEnumerator() => new(_chunks);

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        foreach (var item in this)
        {
            yield return item;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    /// <summary>Walks the objects.</summary>
    public struct Enumerator
    {
        private readonly T?[][] _chunks;
        private int _chunk;
        private int _index;

        internal Enumerator(T?[][] chunks) => (_chunks, _index) = (chunks, -1);

        /// <summary>The object at hand.</summary>
        public readonly T Current => _chunks[_chunk][_index]!;

        /// <summary>Goes to the next object.</summary>
        public bool MoveNext()
        {
            while (_chunk < _chunks.Length)
            {
                while (++_index < _chunks[_chunk].Length)
                {
                    if (_chunks[_chunk][_index] is not null)
                    {
                        return true;
                    }
                }

                _chunk++;
                _index = -1;
            }

            return false;
        }
    }
}

/// <summary>Makes snapshots without a cluster, for tests of what reads them.</summary>
public static class ResourceSnapshot
{
    /// <summary>A snapshot of these objects.</summary>
    public static ResourceSnapshot<T> Of<T>(IEnumerable<T> items)
        where T : class
    {
        T?[] all = [.. items];
        return new ResourceSnapshot<T>([all], all.Length);
    }

    /// <summary>A snapshot of the items of a list as the API server answers it.</summary>
    /// <param name="list">A whole list answer in UTF-8, e.g. a recorded one.</param>
    /// <param name="projector">The projection.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The bytes are no list.</exception>
    public static async Task<ResourceSnapshot<T>> FromListAsync<T>(Stream list, ResourceProjector<T> projector, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(projector);
        var statistics = new DecodeStatistics();
        using var reader = new ListReader(list, statistics);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Projections.Project(projector, reader.Item, statistics) is { } item)
            {
                items.Add(item);
            }
        }

        return Of(items);
    }
}
