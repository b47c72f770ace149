namespace Hex.Collectors.Host;

/// <summary>The fields of a line: <c>line = [blanks] field *(blanks field) [blanks]</c>, blanks being spaces and tabs.</summary>
internal ref struct Fields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next field.</summary>
    public bool TryNext(out ReadOnlySpan<byte> field)
    {
        var start = _rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            field = _rest = default;
            return false;
        }

        _rest = _rest[start..];
        var end = _rest.IndexOfAny((byte)' ', (byte)'\t');
        field = end < 0 ? _rest : _rest[..end];
        _rest = _rest[field.Length..];
        return true;
    }

    /// <summary>Passes over fields.</summary>
    /// <returns>False when there are fewer.</returns>
    public bool Skip(int count)
    {
        for (; count > 0; count--)
        {
            if (!TryNext(out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The next field as a number of counts (see <see cref="Number.TryParse(ReadOnlySpan{byte}, out long)"/>).</summary>
    public bool TryNumber(out long value)
    {
        value = 0;
        return TryNext(out var field) && Number.TryParse(field, out value);
    }

    /// <summary>Numbers as far as there are some.</summary>
    /// <returns>How many.</returns>
    public int Numbers(scoped Span<long> values)
    {
        var count = 0;
        while (count < values.Length && TryNumber(out values[count]))
        {
            count++;
        }

        return count;
    }
}
