using System.Buffers;

namespace Hex.Kubernetes;

/// <summary>
/// Finds where an object or array ends, in pieces cut at any byte. It counts brackets outside strings and checks nothing else: whether
/// the bytes between are JSON, the projection finds out.
/// </summary>
internal struct JsonValueScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>How many bytes from the start of the value have been looked at.</summary>
    public int Scanned { get; private set; }

    /// <summary>Looks at the bytes not yet seen; true when the value is complete, and <see cref="Scanned"/> is then its length.</summary>
    /// <param name="value">All bytes from the value's first bracket on that are there so far.</param>
    public bool TryFindEnd(ReadOnlySpan<byte> value)
    {
        var position = Scanned;
        while (position < value.Length)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                position++;
            }
            else if (_isInString)
            {
                var next = value[position..].IndexOfAny((byte)'"', (byte)'\\');
                if (next < 0)
                {
                    break;
                }

                position += next + 1;
                _isEscaped = value[position - 1] == (byte)'\\';
                _isInString = _isEscaped;
            }
            else
            {
                var next = value[position..].IndexOfAny(Structure);
                if (next < 0)
                {
                    break;
                }

                position += next + 1;
                switch (value[position - 1])
                {
                    case (byte)'"':
                        _isInString = true;
                        break;
                    case (byte)'{' or (byte)'[':
                        _depth++;
                        break;
                    default:
                        if (--_depth == 0)
                        {
                            Scanned = position;
                            return true;
                        }

                        break;
                }
            }
        }

        Scanned = value.Length;
        return false;
    }

    /// <summary>Forgets bytes that were dropped from the front of the value.</summary>
    public void Drop(int count) => Scanned -= count;
}
