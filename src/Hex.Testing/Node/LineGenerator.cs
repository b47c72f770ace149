using System.Globalization;
using System.Text;

namespace Hex.Testing.Node;

/// <summary>Makes up output lines: half JSON, a quarter logfmt, a quarter plain, about 390 bytes on average, some longer than a part.</summary>
internal sealed class LineGenerator(Random random, SimulatedNodeOptions options)
{
    private static readonly string[] Words =
    [
        "request", "served", "from", "cache", "checkout", "payment", "retry", "upstream", "timeout", "user", "cart", "order", "shipped", "größe",
        "connection", "closed", "by", "peer", "query", "took", "longer", "than", "expected", "flushing", "segment", "leader", "elected", "✓",
    ];

    private static readonly string[] Levels = ["debug", "info", "info", "info", "info", "warn", "error"];

    public LogStream Stream() => random.NextDouble() < options.StderrShare ? LogStream.Stderr : LogStream.Stdout;

    public byte[] Content(string id)
    {
        var target = random.NextDouble() < options.LongLineShare
            ? options.PartBytes + random.Next(options.PartBytes * 4)
            : 60 + (int)(-Math.Log(1 - random.NextDouble()) * 250);
        var level = Levels[random.Next(Levels.Length)];
        var line = new StringBuilder(target + 64);
        switch (random.Next(4))
        {
            case 0:
                line.Append(level.ToUpperInvariant()).Append(" id=").Append(id).Append(' ');
                Fill(line, target);
                break;
            case 1:
                line.Append("level=").Append(level).Append(" id=").Append(id).Append(" msg=\"");
                Fill(line, target - 1);
                line.Append('"');
                break;
            default:
                line.Append("{\"level\":\"").Append(level).Append("\",\"msg\":\"id=").Append(id).Append(' ');
                Fill(line, target - 20);
                line.Append("\",\"ms\":").Append(random.Next(10_000).ToString(CultureInfo.InvariantCulture)).Append('}');
                break;
        }

        return Encoding.UTF8.GetBytes(line.ToString());
    }

    private void Fill(StringBuilder line, int target)
    {
        line.Append(Words[random.Next(Words.Length)]);
        while (line.Length < target)
            line.Append(' ').Append(Words[random.Next(Words.Length)]);
    }
}
