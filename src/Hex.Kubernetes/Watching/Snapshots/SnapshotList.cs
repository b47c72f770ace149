namespace Hex.Kubernetes;

/// <summary>
/// A list with one writer whose published state readers keep without a lock. It is an array of chunks; a chunk that a snapshot may hold
/// is copied before it is written (128 references, 1 KiB), and publishing copies only the array of chunks.
/// </summary>
internal sealed class SnapshotList<T>
    where T : class
{
    private const int ChunkLength = 128;

    private readonly List<T?[]> _chunks = [];
    private readonly List<bool> _isShared = [];
    private readonly Stack<int> _free = [];
    private int _length;
    private bool _isChanged;
    private ResourceSnapshot<T> _published = ResourceSnapshot<T>.Empty;

    public int Count => _length - _free.Count;

    /// <summary>What was published last; any thread.</summary>
    public ResourceSnapshot<T> Published => Volatile.Read(ref _published);

    public T this[int index] => _chunks[index / ChunkLength][index % ChunkLength]!;

    public int Add(T item)
    {
        if (!_free.TryPop(out var index))
        {
            index = _length++;
            if (index / ChunkLength == _chunks.Count)
            {
                _chunks.Add(new T?[ChunkLength]);
                _isShared.Add(false);
            }
        }

        Set(index, item);
        return index;
    }

    public void Set(int index, T item) => Write(index, item);

    public void RemoveAt(int index)
    {
        Write(index, null);
        _free.Push(index);
    }

    public void Publish()
    {
        if (!_isChanged)
        {
            return;
        }

        _isChanged = false;
        for (var i = 0; i < _isShared.Count; i++)
        {
            _isShared[i] = true;
        }

        Volatile.Write(ref _published, new ResourceSnapshot<T>([.. _chunks], Count));
    }

    private void Write(int index, T? item)
    {
        var at = index / ChunkLength;
        if (_isShared[at])
        {
            _chunks[at] = [.. _chunks[at]];
            _isShared[at] = false;
        }

        _chunks[at][index % ChunkLength] = item;
        _isChanged = true;
    }
}
