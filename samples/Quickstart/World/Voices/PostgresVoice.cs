using System.Globalization;
using Hex.Testing.Node;

namespace Quickstart.World.Voices;

/// <summary>A database, which writes to stderr whatever happens.</summary>
internal sealed class PostgresVoice : IVoice
{
    public Line Next(Random random, DateTimeOffset now)
    {
        var time = now.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);
        var text = random.Next(6) switch
        {
            0 => $"{time} [61] LOG:  checkpoint complete: wrote {random.Next(80, 900)} buffers",
            1 => $"{time} [{random.Next(900, 2000)}] ERROR:  duplicate key value violates unique constraint \"orders_pkey\"",
            _ => $"{time} [{random.Next(900, 2000)}] LOG:  duration: {random.Next(100, 900)} ms  statement: SELECT * FROM orders WHERE customer = $1",
        };
        return new(text, LogStream.Stderr);
    }
}
