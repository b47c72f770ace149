using System.Text;
using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>
/// A forgiving walk over one JSON value. Between calls the reader stands on the value to be read; every reading method consumes
/// exactly that value, whatever its type, so a field of a wrong type costs the field and nothing else. Only bytes that are not JSON
/// throw (<see cref="JsonException"/>).
/// </summary>
internal ref struct JsonCursor
{
    // managedFields nest with the object; the reader's own default of 64 would reject deep custom resources.
    private const int MaxDepth = 512;

    public const int MaxTextLength = 512;

    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _name;
    private readonly DecodeContext _context;

    public JsonCursor(ReadOnlySpan<byte> utf8, DecodeContext context)
    {
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });
        _context = context;
        _json.Read();
    }

    /// <summary>Where the current value starts in the bytes given.</summary>
    public readonly long Position => _json.TokenStartIndex;

    /// <summary>One past the last byte read.</summary>
    public readonly long End => _json.BytesConsumed;

    /// <summary>The name of the current property; escaped names are no names of the API and match nothing.</summary>
    public readonly ReadOnlySpan<byte> Name => _name;

    public readonly bool Is(ReadOnlySpan<byte> name) => _name.SequenceEqual(name);

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    public bool EnterObject() => Enter(JsonTokenType.StartObject);

    public bool EnterArray() => Enter(JsonTokenType.StartArray);

    private bool Enter(JsonTokenType start)
    {
        if (_json.TokenType == start)
        {
            return true;
        }

        Mismatch();
        return false;
    }

    /// <summary>Goes to the next property of the object entered and stands on its value; false at the end of the object.</summary>
    public bool NextProperty()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        _name = _json.ValueSpan;
        _json.Read();
        return true;
    }

    /// <summary>Goes to the next element of the array entered; false at the end of the array.</summary>
    public bool NextElement()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    public void Skip()
    {
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _json.Skip();
        }
    }

    /// <summary>Passes over a value of a wrong type; null is how the API writes "missing" and is not counted.</summary>
    private void Mismatch()
    {
        if (_json.TokenType != JsonTokenType.Null)
        {
            _context.Statistics.CountWrongType();
        }

        Skip();
    }

    /// <summary>A pooled string; null when missing.</summary>
    public string? Text(int maxLength = MaxTextLength)
    {
        if (!TryUtf8(maxLength, out var utf8, out var owned))
        {
            return null;
        }

        return owned ?? _context.Strings.Intern(utf8);
    }

    /// <summary>A string of its own, for what is seldom repeated; null when missing.</summary>
    public string? UniqueText(int maxLength = MaxTextLength)
    {
        if (!TryUtf8(maxLength, out var utf8, out var owned))
        {
            return null;
        }

        return owned ?? Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The bytes of a short string without escapes, for words of a vocabulary; empty for anything else.</summary>
    public ReadOnlySpan<byte> Word()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return _json.ValueIsEscaped ? [] : _json.ValueSpan;
        }

        Mismatch();
        return [];
    }

    public bool Boolean()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType == JsonTokenType.True;
        }

        Mismatch();
        return false;
    }

    /// <summary>A whole number; null when missing, not whole, or larger than 64 bits.</summary>
    public long? Int64()
    {
        if (_json.TokenType != JsonTokenType.Number)
        {
            Mismatch();
            return null;
        }

        if (_json.TryGetInt64(out var number))
        {
            return number;
        }

        _context.Statistics.CountInvalid();
        return null;
    }

    /// <summary>A whole number cut to 32 bits; null when missing.</summary>
    public int? Int32()
    {
        var number = Int64();
        if (number is null or (>= int.MinValue and <= int.MaxValue))
        {
            return (int?)number;
        }

        _context.Statistics.CountInvalid();
        return number < 0 ? int.MinValue : int.MaxValue;
    }

    /// <summary>A quantity, as a string or as a bare number; null when missing or none.</summary>
    public Quantity? Quantity()
    {
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            Mismatch();
            return null;
        }

        if (!_json.ValueIsEscaped && Kubernetes.Quantity.TryParse(_json.ValueSpan, out var quantity))
        {
            return quantity;
        }

        _context.Statistics.CountInvalid();
        return null;
    }

    /// <summary>A time; not set when missing or none.</summary>
    public Timestamp Time()
    {
        var word = Word();
        if (!Timestamp.TryParse(word, out var time) && word.Length > 0)
        {
            _context.Statistics.CountInvalid();
        }

        return time;
    }

    public Uid Uid()
    {
        var text = Word();
        return text.Length <= MaxTextLength ? Kubernetes.Uid.Parse(text) : default;
    }

    public readonly void CountInvalid() => _context.Statistics.CountInvalid();

    public readonly void CountTruncated() => _context.Statistics.CountTruncated();

    private bool TryUtf8(int maxLength, out ReadOnlySpan<byte> utf8, out string? owned)
    {
        utf8 = default;
        owned = null;
        if (_json.TokenType != JsonTokenType.String)
        {
            Mismatch();
            return false;
        }

        if (!_json.ValueIsEscaped && _json.ValueSpan.Length <= maxLength)
        {
            utf8 = _json.ValueSpan;
            return true;
        }

        owned = JsonText.Unescape(ref _json, maxLength, out var isCut);
        if (isCut)
        {
            _context.Statistics.CountTruncated();
        }

        return true;
    }
}
