using System.Text;

namespace Hex.Kubernetes;

/// <summary>What the frames of one watch do to the store.</summary>
internal sealed class WatchSession<T>(
    ResourceProjector<T> projector, IResourceStore<T> store, WatchStatus status, Action<string> advance, bool isInitial)
    where T : class
{
    private const int ShownOfBadLine = 80;

    private bool _isReplacing;
    private int _frames;
    private int _objects;
    private ApiStatus? _error;

    /// <summary>Whether the initial state is still coming.</summary>
    public bool IsInitial { get; private set; } = isInitial;

    public string? Cause { get; set; }

    public void Open()
    {
        if (IsInitial)
        {
            store.BeginReplace();
            _isReplacing = true;
        }
    }

    public void Close()
    {
        if (_isReplacing)
        {
            _isReplacing = false;
            store.AbortReplace();
        }
    }

    public WatchOutcome Outcome(WatchEnd end, TimeSpan lived) => new(end, lived, _frames, _objects, _error, Cause);

    /// <summary>Takes one line; the end of the watch when the line ends it.</summary>
    public WatchEnd? Take(ReadOnlySpan<byte> line)
    {
        if (line.Length == 0)
        {
            return null;
        }

        if (!WatchFrame.TryParse(line, out var frame))
        {
            return Bad(line);
        }

        _frames++;
        status.CountFrame();
        if (frame.Type == WatchEventType.Error)
        {
            _error = ApiStatus.Parse(frame.Object, 0);
            Cause = _error.Describe();
            return _error.IsExpired ? WatchEnd.Expired : WatchEnd.Refused;
        }

        if (frame.ReadVersion(out var isInitialEventsEnd) is not { } version)
        {
            return Bad(line);
        }

        if (frame.Type != WatchEventType.Bookmark)
        {
            Apply(frame);
        }
        else if (isInitialEventsEnd && IsInitial)
        {
            IsInitial = false;
            _isReplacing = false;
            store.EndReplace();
            store.Synchronized(version);
            status.Listed();
        }

        // Before its end the initial state has no version to go on from.
        if (!IsInitial)
        {
            advance(version);
        }

        return null;
    }

    private void Apply(WatchFrame frame)
    {
        if (Projections.Project(projector, frame.Object, status.Decoding) is not { } item)
        {
            return;
        }

        _objects += IsInitial ? 0 : 1;
        if (frame.Type == WatchEventType.Deleted)
        {
            store.Remove(item);
        }
        else
        {
            store.Upsert(item);
        }
    }

    private WatchEnd Bad(ReadOnlySpan<byte> line)
    {
        status.CountBadFrame();
        Cause = $"a line is no watch frame: {Shown(line)}";
        return WatchEnd.BadFrame;
    }

    private static string Shown(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ShownOfBadLine)]);
        return string.Concat(text.Select(unit => char.IsControl(unit) ? ' ' : unit));
    }
}
