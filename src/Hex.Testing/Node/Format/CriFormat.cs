using System.Globalization;
using System.Text;

namespace Hex.Testing.Node.Format;

/// <summary>
/// The CRI log format: <c>RFC3339Nano SP (stdout|stderr) SP (P|F) SP content LF</c>. The time stamp loses its trailing zeros, as Go prints it.
/// </summary>
internal sealed class CriFormat(TimeSpan utcOffset) : LineFormat
{
    public override byte[] Line(ulong timeUnixNano, LogStream stream, ReadOnlySpan<byte> content, bool isEnd)
    {
        var head = $"{Time(timeUnixNano, utcOffset)} {(stream == LogStream.Stdout ? "stdout" : "stderr")} {(isEnd ? 'F' : 'P')} ";
        var line = new byte[head.Length + content.Length + 1];
        Encoding.ASCII.GetBytes(head, line);
        content.CopyTo(line.AsSpan(head.Length));
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>A line of exactly one part is one F.</summary>
    public override (int Length, bool IsEnd) Cut(int rest, int partBytes, bool isFirst) => (Math.Min(rest, partBytes), rest <= partBytes);

    public override byte[] Readable(byte[] content, int partBytes) => content;

    internal static string Time(ulong unixNano, TimeSpan utcOffset)
    {
        var local = DateTimeOffset.UnixEpoch.AddTicks((long)(unixNano / 1_000_000_000) * TimeSpan.TicksPerSecond).ToOffset(utcOffset);
        var fraction = (unixNano % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        var zone = utcOffset == TimeSpan.Zero ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}{(fraction.Length > 0 ? "." : "")}{fraction}{zone}";
    }
}
