using System.Text.Json;
using Hex.Telemetry;

namespace Hex.Logs.Parsing;

/// <summary>
/// Takes a line of Docker's json-file driver apart: <c>{"log":"text\n","stream":"stdout","time":"…"}</c>. A text without a newline at its end is a part.
/// Texts hold JSON escapes, so they are decoded into a buffer that the next call overwrites. One instance per reading thread.
/// </summary>
internal sealed class DockerLine
{
    private byte[] _text = new byte[32 * 1024];

    public bool TryParse(ReadOnlySpan<byte> line, Rfc3339Nano times, out ParsedLine parsed)
    {
        parsed = default;
        try
        {
            return TryRead(line, times, out parsed);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string with invalid UTF-8 or a lone surrogate escape.
            return false;
        }
    }

    private bool TryRead(ReadOnlySpan<byte> line, Rfc3339Nano times, out ParsedLine parsed)
    {
        parsed = default;
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        int length = -1;
        long time = 0;
        var stream = LogStream.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("log"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                if (_text.Length < reader.ValueSpan.Length)
                {
                    _text = new byte[Math.Max(reader.ValueSpan.Length, _text.Length * 2)];
                }

                length = reader.CopyString(_text);
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                stream = reader.ValueTextEquals("stdout"u8) ? LogStream.Stdout : reader.ValueTextEquals("stderr"u8) ? LogStream.Stderr : LogStream.None;
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String || !times.TryParse(reader.ValueSpan, out time, out _))
                {
                    return false;
                }
            }
            else
            {
                reader.Skip();
            }
        }

        if (length < 0 || stream == LogStream.None || time == 0)
        {
            return false;
        }

        var ended = length > 0 && _text[length - 1] == '\n';
        parsed = new ParsedLine
        {
            TimeUnixNano = time,
            Stream = stream,
            IsPart = !ended,
            ContentStart = -1,
            ContentLength = ended ? length - 1 : length,
            Decoded = _text.AsSpan(0, ended ? length - 1 : length),
        };
        return true;
    }
}
