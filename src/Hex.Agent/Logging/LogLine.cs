using Microsoft.Extensions.Logging;

namespace Hex.Agent.Logging;

/// <summary>How a log line looks. Not thread-safe; the bytes are valid until the next line.</summary>
internal abstract class LogLine
{
    /// <summary>A cause says everything in its first kilobytes.</summary>
    protected const int MaxExceptionLength = 4096;

    /// <summary>The line, with its line end.</summary>
    public abstract ReadOnlySpan<byte> Format(in LogEntry entry, DateTimeOffset now, long suppressed);

    protected static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>
    /// What an exception says for a log line: the messages down to the innermost, which names the cause. The stack only where the failure is a defect of ours,
    /// not a state of the world.
    /// </summary>
    protected static string Describe(Exception exception)
    {
        var expected = exception is IOException or UnauthorizedAccessException or System.Net.Http.HttpRequestException or OperationCanceledException or TimeoutException;
        var text = expected ? string.Join(" → ", Messages(exception)) : exception.ToString();
        return text.Length > MaxExceptionLength ? text[..MaxExceptionLength] + "…" : text;
    }

    private static IEnumerable<string> Messages(Exception exception)
    {
        string? before = null;
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one.Message != before)
            {
                yield return before = one.Message;
            }
        }
    }
}
