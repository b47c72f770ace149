using System.Buffers;
using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>
/// Reads a list answer item by item, in whatever pieces it arrives: <c>{"kind":…,"metadata":{…},"items":[{…},…]}</c>, keys in any order.
/// No more than one item is ever held.
/// </summary>
internal sealed class ListReader(Stream stream, DecodeStatistics statistics) : IDisposable
{
    private enum Place
    {
        Start,
        Key,
        Items,
        End,
    }

    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",} \r\n\t"u8);

    private readonly FrameBuffer _buffer = new(stream);
    private JsonValueScanner _scanner;
    private Place _place;
    private int _consumed;
    private bool _isDropping;

    /// <summary>The item read last; valid until the next is read.</summary>
    public ReadOnlySpan<byte> Item => _buffer.Unread[.._consumed];

    /// <summary>metadata.resourceVersion: the point in time of the list.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>metadata.continue: the token of the next page; null after the last.</summary>
    public string? Continue { get; private set; }

    /// <summary>Goes to the next item; false after the last, when the metadata is complete too.</summary>
    /// <exception cref="InvalidDataException">The answer is no list, or broke off.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.Consume(_consumed);
        _consumed = 0;
        while (true)
        {
            var step = Step();
            if (step is { } isItem)
            {
                return isItem;
            }

            if (!await _buffer.FillAsync(cancellationToken))
            {
                throw new InvalidDataException("the list broke off before its end");
            }
        }
    }

    // True: at an item. False: at the end. Null: more bytes are needed.
    private bool? Step()
    {
        while (_place != Place.End)
        {
            if (!_isDropping)
            {
                SkipSeparators();
            }

            var bytes = _buffer.Unread;
            if (bytes.Length == 0)
            {
                return null;
            }

            switch (_place)
            {
                case Place.Start:
                    Expect(bytes[0] == (byte)'{', "an object");
                    _buffer.Consume(1);
                    _place = Place.Key;
                    break;
                case Place.Key when bytes[0] == (byte)'}':
                    _place = Place.End;
                    break;
                case Place.Key:
                    if (!TryProperty(bytes))
                    {
                        return null;
                    }

                    break;
                case Place.Items when bytes[0] == (byte)']' && !_isDropping:
                    _buffer.Consume(1);
                    _place = Place.Key;
                    break;
                default:
                    Expect(_isDropping || bytes[0] == (byte)'{', "an object in items");
                    if (!TryItem(bytes))
                    {
                        return null;
                    }

                    if (_consumed > 0)
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    private bool TryItem(ReadOnlySpan<byte> bytes)
    {
        var isComplete = _scanner.TryFindEnd(bytes);
        var length = _scanner.Scanned;
        if (!isComplete)
        {
            if (length > FrameBuffer.MaxObjectLength || _isDropping)
            {
                // Too large to hold: its end is looked for, its bytes are let go. The bracket count needs none of them.
                _isDropping = true;
                _scanner.Drop(length);
                _buffer.Consume(length);
            }

            return false;
        }

        _scanner = default;
        if (_isDropping || length > FrameBuffer.MaxObjectLength)
        {
            _isDropping = false;
            statistics.CountTruncated();
            statistics.CountRejected();
            _buffer.Consume(length);
        }
        else
        {
            _consumed = length;
        }

        return true;
    }

    // key ":" value; items are entered, metadata is read, other values are passed over.
    private bool TryProperty(ReadOnlySpan<byte> bytes)
    {
        Expect(bytes[0] == (byte)'"', "a property");
        var close = bytes[1..].IndexOf((byte)'"');
        Expect(close >= 0 || bytes.Length < 1024, "a property of less than 1 KiB");
        if (close < 0)
        {
            return false;
        }

        var key = bytes.Slice(1, close);
        var rest = bytes[(close + 2)..];
        var value = rest.IndexOfAnyExcept(" \r\n\t:"u8);
        if (value < 0)
        {
            return false;
        }

        var start = close + 2 + value;
        if (key.SequenceEqual("items"u8) && bytes[start] == (byte)'[')
        {
            _place = Place.Items;
            _buffer.Consume(start + 1);
            return true;
        }

        var length = ValueLength(bytes[start..]);
        Expect(length > 0 || bytes.Length < FrameBuffer.MaxObjectLength, "a property of bounded length");
        if (length == 0)
        {
            return false;
        }

        if (key.SequenceEqual("metadata"u8))
        {
            ReadMetadata(bytes.Slice(start, length));
        }

        _buffer.Consume(start + length);
        return true;
    }

    private static int ValueLength(ReadOnlySpan<byte> value)
    {
        if (value[0] is (byte)'{' or (byte)'[')
        {
            var scanner = default(JsonValueScanner);
            return scanner.TryFindEnd(value) ? scanner.Scanned : 0;
        }

        if (value[0] != (byte)'"')
        {
            var end = value.IndexOfAny(ScalarEnds);
            return Math.Max(end, 0);
        }

        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == (byte)'"')
            {
                return i + 1;
            }

            i += value[i] == (byte)'\\' ? 1 : 0;
        }

        return 0;
    }

    private void ReadMetadata(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new JsonCursor(utf8, DecodeContext.Bare());
            for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
            {
                if (json.Is("resourceVersion"u8))
                {
                    ResourceVersion = CommonFields.NullIfEmpty(json.UniqueText());
                }
                else if (json.Is("continue"u8))
                {
                    Continue = CommonFields.NullIfEmpty(json.UniqueText(64 * 1024));
                }
                else
                {
                    json.Skip();
                }
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("the list's metadata is no JSON", exception);
        }
    }

    private void SkipSeparators()
    {
        while (true)
        {
            var bytes = _buffer.Unread;
            var next = bytes.IndexOfAnyExcept(" \r\n\t,"u8);
            if (next != 0 || bytes.Length == 0)
            {
                _buffer.Consume(next < 0 ? bytes.Length : next);
            }

            return;
        }
    }

    private static void Expect(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new InvalidDataException($"the answer is no list: expected {what}");
        }
    }

    public void Dispose() => _buffer.Dispose();
}
