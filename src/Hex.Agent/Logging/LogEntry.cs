using Microsoft.Extensions.Logging;

namespace Hex.Agent.Logging;

/// <summary>One thing to log.</summary>
/// <param name="Category">The logger's name.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Event">What happened.</param>
/// <param name="Message">In words.</param>
/// <param name="Values">The values within the words, by name; the last is the template and is not written.</param>
/// <param name="Exception">What was thrown; null for none.</param>
internal readonly record struct LogEntry(
    string Category, LogLevel Level, EventId Event, string Message, IReadOnlyList<KeyValuePair<string, object?>>? Values, Exception? Exception);
