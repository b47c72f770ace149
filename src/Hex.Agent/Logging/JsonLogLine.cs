using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hex.Agent.Logging;

/// <summary>
/// <c>{"time":…,"level":…,"logger":…,"event":1201,"message":…,"values":{…},"exception":…,"suppressed":3}</c>, one object per line.
/// </summary>
internal sealed class JsonLogLine : LogLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public override ReadOnlySpan<byte> Format(in LogEntry entry, DateTimeOffset now, long suppressed)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("time", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.WriteString("level", Word(entry.Level));
        writer.WriteString("logger", entry.Category);
        writer.WriteNumber("event", entry.Event.Id);
        writer.WriteString("message", entry.Message);
        WriteValues(writer, entry.Values);
        if (entry.Exception is { } exception)
        {
            writer.WriteString("exception", Describe(exception));
        }

        if (suppressed > 0)
        {
            writer.WriteNumber("suppressed", suppressed);
        }

        writer.WriteEndObject();
        writer.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan;
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, object?>>? values)
    {
        if (values is null or { Count: <= 1 })
        {
            return;
        }

        writer.WriteStartObject("values");
        foreach (var (name, value) in values)
        {
            switch (value)
            {
                case null:
                    writer.WriteNull(name);
                    break;
                case int or long or uint or short or ushort or byte:
                    writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case double number when double.IsFinite(number):
                    writer.WriteNumber(name, number);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case TimeSpan span:
                    writer.WriteString(name, span.ToString("c", CultureInfo.InvariantCulture));
                    break;
                default:
                    if (name != "{OriginalFormat}")
                    {
                        writer.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    }

                    break;
            }
        }

        writer.WriteEndObject();
    }
}
