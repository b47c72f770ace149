namespace Hex.Testing.Node;

/// <summary>
/// A record being written: part by part, with other streams' lines in between, or byte by byte, so that a reader meets half a line.
/// One per stream at a time. Like the node it belongs to, it is thread safe.
/// </summary>
public sealed class PendingWrite
{
    private readonly SimulatedContainer _container;
    private readonly byte[] _content;
    private RecordSpan _span;
    private int _at;
    private byte[]? _line;
    private int _lineAt;
    private int _lineContent;
    private ulong _lineTime;
    private bool _lineIsEnd;

    internal PendingWrite(SimulatedContainer container, LogStream stream, string? id, byte[] content)
    {
        _container = container;
        _content = content;
        Stream = stream;
        Id = id;
    }

    /// <summary>Which stream it is on.</summary>
    public LogStream Stream { get; }

    /// <summary>The record's id; null if the test wrote its own bytes.</summary>
    public string? Id { get; }

    /// <summary>True while a line of the file is half written; nothing else can be written to that file then.</summary>
    public bool IsTorn => _line is not null;

    /// <summary>The record, once it is written or abandoned; null before, or if nothing of it was written.</summary>
    public WrittenRecord? Record { get; private set; }

    /// <summary>True when nothing more can be written.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Writes the next part (or the rest of a half-written one); false if that was the end of the record.</summary>
    /// <exception cref="InvalidOperationException">It is finished, or another stream's line is half written.</exception>
    public bool WritePart() => WriteBytes(int.MaxValue);

    /// <summary>Writes at most this many bytes of the next line of the file and leaves it torn; false if that was the end of the record.</summary>
    /// <exception cref="InvalidOperationException">It is finished, or another stream's line is half written.</exception>
    public bool WriteBytes(int count)
    {
        lock (_container.Lock)
        {
            if (IsFinished)
                throw new InvalidOperationException("The record is finished.");
            if (_line is null)
                NextLine();
            var length = (int)Math.Min(count, (long)_line!.Length - _lineAt);
            _container.Append(_line.AsSpan(_lineAt, length));
            _lineAt += length;
            if (_lineAt < _line.Length)
                return true;
            var file = _container.EndLine();
            _span.Add(file, _lineTime);
            _line = null;
            if (!_lineIsEnd)
                return true;
            Complete(incomplete: false);
            return false;
        }
    }

    /// <summary>Writes all that is left.</summary>
    public WrittenRecord Finish()
    {
        lock (_container.Lock)
        {
            while (!IsFinished)
                WritePart();
            return Record!;
        }
    }

    /// <summary>The container dies: what is not written never will be. The whole parts there are, if any, are the record; a torn line stays torn.</summary>
    public void Abandon()
    {
        lock (_container.Lock)
        {
            if (IsFinished)
                return;
            if (IsTorn)
            {
                _at -= _lineContent;
                _container.EndLine();
            }

            Complete(incomplete: true);
        }
    }

    private void NextLine()
    {
        _container.BeginLine(this);
        (_lineContent, _lineIsEnd) = _container.Format.Cut(_content.Length - _at, _container.Options.PartBytes, _at == 0);
        _lineTime = _container.NextTime();
        _line = _container.Format.Line(_lineTime, Stream, _content.AsSpan(_at, _lineContent), _lineIsEnd);
        _lineAt = 0;
        _at += _lineContent;
    }

    private void Complete(bool incomplete)
    {
        IsFinished = true;
        Record = _container.Completed(this, _span, _content.AsSpan(0, _at).ToArray(), incomplete);
    }
}
