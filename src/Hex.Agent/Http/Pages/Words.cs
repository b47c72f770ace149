using System.Globalization;

namespace Hex.Agent.Http.Pages;

/// <summary>Amounts and times as people say them.</summary>
internal static class Words
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>E.g. <c>1,234</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>E.g. <c>47.3 MiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{bytes.ToString(unit == 0 || bytes >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture)} {ByteUnits[unit]}";
    }

    /// <summary>E.g. <c>12/s</c>, <c>0.4/s</c>.</summary>
    public static string Rate(double perSecond) => perSecond.ToString(perSecond is 0 or >= 10 ? "N0" : "0.0", CultureInfo.InvariantCulture) + "/s";

    /// <summary>The two largest units, e.g. <c>3 d 4 h</c>, <c>12 s</c>, <c>85 ms</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.Zero => "0 s",
        { TotalMilliseconds: < 10 } => $"{time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    /// <summary>E.g. <c>12 s ago</c>; <c>never</c> for null.</summary>
    public static string Ago(DateTimeOffset? when, DateTimeOffset now) =>
        when is not { } then ? "never" : now - then < TimeSpan.FromSeconds(1) ? "just now"
            : now - then < TimeSpan.FromMinutes(1) ? $"{(int)(now - then).TotalSeconds} s ago"
            : $"{Duration(now - then)} ago";
}
