using System.Runtime.CompilerServices;
using Hex.Telemetry;

namespace Hex.Logs.Severity;

/// <summary>The words that loggers use for severities, in any case, by their first letters.</summary>
internal static class SeverityWord
{
    private const int Longest = 13;

    /// <summary>The severity a whole word names; unspecified for any other word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogSeverity Parse(ReadOnlySpan<byte> word)
    {
        if (word.Length is 0 or > Longest)
        {
            return LogSeverity.Unspecified;
        }

        // Setting bit 5 makes ASCII letters lower case; other bytes cannot become one of the words' letters by it but for '@[\]^_', which no word starts with.
        return (word[0] | 0x20) switch
        {
            'i' => Any(word, "info"u8, "information"u8, "informational"u8, "i"u8) ? LogSeverity.Info : LogSeverity.Unspecified,
            'w' => Any(word, "warn"u8, "warning"u8, "w"u8) ? LogSeverity.Warn : LogSeverity.Unspecified,
            'e' => Any(word, "error"u8, "err"u8, "e"u8) ? LogSeverity.Error
                : Any(word, "emerg"u8, "emergency"u8) ? LogSeverity.Fatal : LogSeverity.Unspecified,
            'd' => Any(word, "debug"u8, "dbg"u8, "d"u8) ? LogSeverity.Debug : Any(word, "dpanic"u8) ? LogSeverity.Fatal : LogSeverity.Unspecified,
            't' => Any(word, "trace"u8, "t"u8) ? LogSeverity.Trace : LogSeverity.Unspecified,
            'f' => Any(word, "fatal"u8, "f"u8) ? LogSeverity.Fatal : Any(word, "fine"u8, "finer"u8) ? LogSeverity.Debug : LogSeverity.Unspecified,
            'c' => Any(word, "critical"u8, "crit"u8) ? LogSeverity.Fatal : LogSeverity.Unspecified,
            'p' => Any(word, "panic"u8) ? LogSeverity.Fatal : LogSeverity.Unspecified,
            'n' => Any(word, "notice"u8) ? LogSeverity.Info : LogSeverity.Unspecified,
            's' => Any(word, "severe"u8) ? LogSeverity.Error : LogSeverity.Unspecified,
            'a' => Any(word, "alert"u8) ? LogSeverity.Fatal : LogSeverity.Unspecified,
            'v' => Any(word, "verbose"u8) ? LogSeverity.Trace : LogSeverity.Unspecified,
            _ => LogSeverity.Unspecified,
        };
    }

    /// <summary>The severity of a number as pino and bunyan write it (10 trace … 60 fatal); unspecified for others.</summary>
    public static LogSeverity ParseNumber(ReadOnlySpan<byte> digits) =>
        digits.Length != 2 || digits[1] != '0'
            ? LogSeverity.Unspecified
            : digits[0] switch
            {
                (byte)'1' => LogSeverity.Trace,
                (byte)'2' => LogSeverity.Debug,
                (byte)'3' => LogSeverity.Info,
                (byte)'4' => LogSeverity.Warn,
                (byte)'5' => LogSeverity.Error,
                (byte)'6' => LogSeverity.Fatal,
                _ => LogSeverity.Unspecified,
            };

    private static bool Any(ReadOnlySpan<byte> word, ReadOnlySpan<byte> a) => Is(word, a);

    private static bool Any(ReadOnlySpan<byte> word, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Is(word, a) || Is(word, b);

    private static bool Any(ReadOnlySpan<byte> word, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) => Is(word, a) || Is(word, b) || Is(word, c);

    private static bool Any(ReadOnlySpan<byte> word, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d) =>
        Is(word, a) || Is(word, b) || Is(word, c) || Is(word, d);

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> lower)
    {
        if (word.Length != lower.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if ((word[i] | 0x20) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
