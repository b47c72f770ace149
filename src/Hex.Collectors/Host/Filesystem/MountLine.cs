using System.Text;

namespace Hex.Collectors.Host;

/// <summary>A line of <c>/proc/[pid]/mountinfo</c>.</summary>
internal static class MountLine
{
    /// <summary>PATH_MAX: nothing below a longer path can be named in a call.</summary>
    private const int LongestPath = 4096;

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
                return fields.TryNext(out var type) && point[0] == (byte)'/' && point.Length <= LongestPath
                    ? new Mount(
                        Encoding.UTF8.GetString(number),
                        OctalEscapes.Decode(root),
                        OctalEscapes.Decode(point),
                        OctalEscapes.Decode(type),
                        fields.TryNext(out var source) ? OctalEscapes.Decode(source) : "none",
                        IsReadOnly(options) ? "ro" : "rw")
                    : null;
            }
        }

        return null;
    }

    private static bool IsReadOnly(ReadOnlySpan<byte> options) => options.SequenceEqual("ro"u8) || options.StartsWith("ro,"u8);
}
