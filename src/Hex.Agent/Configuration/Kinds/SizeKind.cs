using System.Globalization;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>
/// A number of bytes between two bounds. Grammar: <c>number unit?</c>, unit = <c>B | kB | MB | GB | KiB | MiB | GiB</c> (powers of 1000 and of 1024), e.g. <c>64MiB</c>.
/// With a suffix <c>/s</c> it is a rate; then the empty text means none.
/// </summary>
internal sealed class SizeKind(long min, long max, bool perSecond = false) : OptionKind<long>
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1), ("", 1),
    ];

    public override string Name => perSecond ? "rate" : "size";

    public override string Allowed => perSecond
        ? $"\"\" (none), or {Write(min)} to {Write(max)}, e.g. 5MiB/s"
        : $"{Write(min)} to {Write(max)}, e.g. 64MiB, 512KiB";

    public override bool TryRead(RawValue raw, out long value, out string? part)
    {
        part = null;
        value = 0;
        if (raw is not RawScalar scalar)
        {
            return false;
        }

        ReadOnlySpan<char> text = scalar.Value;
        if (perSecond)
        {
            if (text.Length == 0)
            {
                return true;
            }

            if (!text.EndsWith("/s", StringComparison.Ordinal))
            {
                return false;
            }

            text = text[..^2];
        }

        return TryParse(text, out value) && value >= min && value <= max;
    }

    public override string Write(long value)
    {
        if (perSecond && value == 0)
        {
            return "\"\"";
        }

        var (unit, bytes) = Units.First(one => one.Unit is "GiB" or "MiB" or "KiB" or "B" && (value % one.Bytes == 0 && value >= one.Bytes || one.Bytes == 1));
        return $"{value / bytes}{unit}{(perSecond ? "/s" : "")}";
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                if (!decimal.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / bytes)
                {
                    return false;
                }

                value = (long)(number * bytes);
                return true;
            }
        }

        return false;
    }
}
