using Hex.Agent.Configuration.Table;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Logging;

/// <summary>
/// The agent's own log lines, on standard error: one writer, no providers, no configuration reload. Each line is one write, so that lines of several
/// threads never mix and a line is out before the process can end.
/// </summary>
internal sealed class AgentLoggerFactory(Stream output, LogLevel level, LogFormat format, TimeProvider time) : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly LogLimiter _limiter = new(time);
    private readonly LogLine _line = format == LogFormat.Json ? new JsonLogLine() : new TextLogLine();

    /// <summary>The least severe level that is written.</summary>
    public LogLevel Level => level;

    public ILogger CreateLogger(string categoryName) => new AgentLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The agent's log has one destination.");

    public void Dispose()
    {
    }

    public void Write(in LogEntry entry)
    {
        lock (_lock)
        {
            if (!_limiter.Allows(entry.Category, entry.Event.Id, entry.Message, out var suppressed))
            {
                return;
            }

            try
            {
                output.Write(_line.Format(entry, time.GetUtcNow(), suppressed));
                output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads standard error any more. That is no reason to stop reading logs, and there is nowhere to say it.
            }
        }
    }
}
