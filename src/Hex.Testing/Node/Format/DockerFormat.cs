using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hex.Testing.Node.Format;

/// <summary>
/// Docker's json-file: <c>{"log":"content\n","stream":"stdout","time":"RFC3339Nano"} LF</c>, where a part is an entry whose log has no line feed
/// at its end. Bytes that are no UTF-8 become U+FFFD, also where a cut falls into a character.
/// </summary>
internal sealed class DockerFormat : LineFormat
{
    public override byte[] Line(ulong timeUnixNano, LogStream stream, ReadOnlySpan<byte> content, bool isEnd)
    {
        var line = new StringBuilder(content.Length + 100).Append("{\"log\":\"");
        Escape(line, content);
        line.Append(isEnd ? "\\n" : "").Append("\",\"stream\":\"").Append(stream == LogStream.Stdout ? "stdout" : "stderr");
        line.Append("\",\"time\":\"").Append(CriFormat.Time(timeUnixNano, TimeSpan.Zero)).Append("\"}\n");
        return Encoding.UTF8.GetBytes(line.ToString());
    }

    /// <summary>The buffer is emptied when it is full, before the line feed is seen: a line of exactly one part is a part and an empty end.</summary>
    public override (int Length, bool IsEnd) Cut(int rest, int partBytes, bool isFirst) => (Math.Min(rest, partBytes), rest < partBytes);

    public override byte[] Readable(byte[] content, int partBytes)
    {
        var text = new StringBuilder();
        for (var at = 0; at < content.Length; at += partBytes)
            text.Append(Encoding.UTF8.GetString(content.AsSpan(at, Math.Min(partBytes, content.Length - at))));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Escape(StringBuilder line, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(content, out var rune, out var consumed);
            content = content[consumed..];
            if (status != OperationStatus.Done)
                line.Append("\\ufffd");
            else if (rune.Value is '"' or '\\')
                line.Append('\\').Append((char)rune.Value);
            else if (rune.Value == '\n')
                line.Append("\\n");
            else if (rune.Value == '\r')
                line.Append("\\r");
            else if (rune.Value < 0x20 || rune.Value is '<' or '>' or '&' or 0x2028 or 0x2029)
                line.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
            else
                line.Append(rune.ToString());
        }
    }
}
