using System.Globalization;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>
/// A length of time between two bounds. Grammar: <c>( number unit )+</c>, unit = <c>ms | s | m | h</c>, e.g. <c>30s</c>, <c>1m30s</c>, <c>1.5h</c>.
/// </summary>
internal sealed class DurationKind(TimeSpan min, TimeSpan max) : OptionKind<TimeSpan>
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public override string Name => "duration";

    public override string Allowed => $"{Text(min)} to {Text(max)}, e.g. 30s, 1m30s, 250ms";

    public override bool TryRead(RawValue raw, out TimeSpan value, out string? part)
    {
        part = null;
        value = default;
        return raw is RawScalar scalar && TryParse(scalar.Value, out value) && value >= min && value <= max;
    }

    public override string Write(TimeSpan value) => Text(value);

    /// <summary>A length of time as it would be configured, e.g. <c>1m30s</c>.</summary>
    public static string Text(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = "";
        var rest = (long)value.TotalMilliseconds;
        foreach (var (unit, milliseconds) in Units)
        {
            var count = rest / (long)milliseconds;
            text += count > 0 ? $"{count}{unit}" : "";
            rest -= count * (long)milliseconds;
        }

        return text;
    }

    internal static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        var total = 0d;
        var any = false;
        while (text.Length > 0)
        {
            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
            {
                digits++;
            }

            if (digits == 0 || digits == text.Length || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            text = text[digits..];
            var letters = text.IndexOfAnyExceptInRange('a', 'z');
            var name = letters < 0 ? text : text[..letters];
            if (MillisecondsOf(name) is not { } milliseconds)
            {
                return false;
            }

            total += number * milliseconds;
            text = text[name.Length..];
            any = true;
        }

        // A century: nobody means more, and TimeSpan ends somewhere.
        if (!any || total > TimeSpan.FromDays(36_500).TotalMilliseconds)
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds(total);
        return true;
    }

    private static double? MillisecondsOf(ReadOnlySpan<char> unit)
    {
        foreach (var (name, milliseconds) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return milliseconds;
            }
        }

        return null;
    }
}
