using System.Text;

namespace Hex.Collectors.Host;

/// <summary>A line of <c>/proc/[pid]/mountinfo</c>.</summary>
internal static class MountLine
{
    /// <summary>
    /// <c>id parent major:minor root mount-point options *(optional) "-" type source super-options</c> (proc(5)). Blanks, tabs, line ends and backslashes in
    /// names are written as a backslash and three octal digits.
    /// </summary>
    public static Mount? Parse(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        if (!fields.Skip(2) || !fields.TryNext(out var number) || !fields.TryNext(out var root) || !fields.TryNext(out var point)
            || !fields.TryNext(out var options))
        {
            return null;
        }

        while (fields.TryNext(out var optional))
        {
            if (optional.SequenceEqual("-"u8))
            {
                // A source may be empty; the kernel then writes two blanks, and the super options stand in its place.
                return fields.TryNext(out var type) && point[0] == (byte)'/'
                    ? new Mount(
                        Encoding.UTF8.GetString(number),
                        Text(root),
                        Text(point),
                        Text(type),
                        fields.TryNext(out var source) ? Text(source) : "none",
                        IsReadOnly(options) ? "ro" : "rw")
                    : null;
            }
        }

        return null;
    }

    private static bool IsReadOnly(ReadOnlySpan<byte> options) => options.SequenceEqual("ro"u8) || options.StartsWith("ro,"u8);

    private static string Text(ReadOnlySpan<byte> field)
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
