using System.Text;
using Hex.Logs;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>
/// What <c>--once</c> shows while it runs, on standard error: on a terminal one line that is drawn anew twice a second, else a plain line every ten seconds.
/// </summary>
internal sealed class OnceProgress(Stream output, bool isTerminal, TimeProvider time)
{
    /// <summary>How often there is something to show.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();
    private long _shown = time.GetTimestamp();

    public void Show(LogPipelineStatus pipeline, LogReaderStatus reader)
    {
        if (!isTerminal && time.GetElapsedTime(_shown) < PlainInterval)
        {
            return;
        }

        _shown = time.GetTimestamp();
        var line = Line(pipeline, reader, time.GetElapsedTime(_started));
        Write(isTerminal ? $"\r\u001b[K{line}" : line + "\n");
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (isTerminal)
        {
            Write("\r\u001b[K");
        }
    }

    internal static string Line(LogPipelineStatus pipeline, LogReaderStatus reader, TimeSpan elapsed)
    {
        // Compressed files count by what was decompressed of them, so the total is a lower bound until they are done.
        var left = reader.Files.Sum(file => Math.Max(0, file.Size - file.ReadOffset));
        var percent = reader.Bytes + left == 0 ? 0 : 100d * reader.Bytes / (reader.Bytes + left);
        var rate = reader.Bytes / Math.Max(elapsed.TotalSeconds, 0.001);
        var line = $"{pipeline.RecordsDelivered:N0} records delivered, {Mib(reader.Bytes)} of {Mib(reader.Bytes + left)} MiB read ({percent:N0} %), {Mib((long)rate)} MiB/s";
        return (pipeline.HeldReason ?? pipeline.RetryReason) is { } reason ? $"{line}; waiting: {reason}" : line;
    }

    private static string Mib(long bytes) => (bytes / (1024d * 1024)).ToString("N0");

    private void Write(string text)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Flush();
        }
        catch (IOException)
        {
            // Nobody looks any more.
        }
    }
}
