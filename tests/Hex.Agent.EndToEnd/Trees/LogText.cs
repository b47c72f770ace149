using System.Globalization;
using System.Text;
using Hex.Bench.Count;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Trees;

/// <summary>What a record says: when, and what. Invalid UTF-8 counts as replaced, the way every decoder of the standard replaces it.</summary>
internal readonly record struct LogText(ulong UnixNano, string Body)
{
    public static LogText Of(in FoundRecord record) => new(Nanos(Encoding.ASCII.GetString(record.Time)), Encoding.UTF8.GetString(record.Body));

    public static LogText Of(ReceivedLog log) => new(log.TimeUnixNano, log.Body ?? throw new InvalidDataException("a body that is no text"));

    private static ulong Nanos(string time)
    {
        if (time.Length == 0)
            return 0;
        var zone = time.EndsWith('Z') ? time.Length - 1 : time.Length - 6;
        var seconds = DateTimeOffset.Parse(time[..19] + time[zone..], CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var fraction = zone > 20 ? time[20..zone] : "";
        return (ulong)seconds * 1_000_000_000 + ulong.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture);
    }
}
