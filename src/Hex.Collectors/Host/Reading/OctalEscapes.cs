using System.Text;

namespace Hex.Collectors.Host;

/// <summary>Names in lists of mounts and of swap files: blanks, tabs, line ends and backslashes are written as a backslash and three octal digits.</summary>
internal static class OctalEscapes
{
    /// <summary>The text of a field.</summary>
    public static string Decode(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(field);
        }

        var text = new byte[field.Length];
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == (byte)'\\' && i + 3 < field.Length && TryOctal(field.Slice(i + 1, 3), out var value))
            {
                text[length++] = value;
                i += 3;
            }
            else
            {
                text[length++] = field[i];
            }
        }

        return Encoding.UTF8.GetString(text.AsSpan(0, length));
    }

    private static bool TryOctal(ReadOnlySpan<byte> digits, out byte value)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number * 8) + digit - '0' : int.MaxValue / 8;
        }

        value = (byte)number;
        return number is > 0 and <= byte.MaxValue;
    }
}
