using System.Text;

namespace Hex.Collectors.Host;

/// <summary>A swap device or file.</summary>
internal sealed class SwapDevice(string name) : Row(name)
{
    private const long KiB = 1024;

    public string Device { get; } = OctalEscapes.Decode(Encoding.UTF8.GetBytes(name));

    /// <summary>A line of <c>/proc/swaps</c>: <c>name type size used priority</c>, sizes in KiB. Blanks in the name are written as <c>\040</c>.</summary>
    /// <returns>False for the heading and for what is not such a line.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out long size, out long used)
    {
        var fields = new Fields(line);
        size = used = 0;
        if (!fields.TryNext(out name) || !fields.Skip(1) || !fields.TryNumber(out size) || !fields.TryNumber(out used))
        {
            return false;
        }

        (size, used) = (Number.Multiply(size, KiB), Number.Multiply(used, KiB));
        return true;
    }
}
