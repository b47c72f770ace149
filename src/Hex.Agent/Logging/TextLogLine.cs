using System.Globalization;
using System.Text;

namespace Hex.Agent.Logging;

/// <summary><c>12:34:56.789 warn  message (event 1201): cause [3 more]</c>, for people.</summary>
internal sealed class TextLogLine : LogLine
{
    private byte[] _buffer = new byte[1024];

    public override ReadOnlySpan<byte> Format(in LogEntry entry, DateTimeOffset now, long suppressed)
    {
        var line = new StringBuilder();
        line.Append(now.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(' ').Append(Word(entry.Level).PadRight(5)).Append(' ');
        Append(line, entry.Message);
        if (entry.Exception is { } exception)
        {
            // Most messages say what the cause was: once is enough.
            var cause = Describe(exception);
            Append(line, entry.Message.Contains(cause.TrimEnd('.'), StringComparison.Ordinal) ? "" : $": {cause}");
        }

        line.Append(" [").Append(entry.Category).Append(' ').Append(entry.Event.Id);
        line.Append(suppressed > 0 ? $", {suppressed} more before" : "").Append("]\n");
        var text = line.ToString();
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        _buffer = _buffer.Length < size ? new byte[size] : _buffer;
        return _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer));
    }

    /// <summary>Control characters would let logged content play with a terminal or fake a line; line ends of a stack are indented instead.</summary>
    private static void Append(StringBuilder line, string text)
    {
        foreach (var character in text)
        {
            _ = character == '\n' ? line.Append("\n    ") : char.IsControl(character) ? line.Append('�') : line.Append(character);
        }
    }
}
