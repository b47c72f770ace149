using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hex.Telemetry;

namespace Hex.Logs.Parsing;

/// <summary>
/// Takes a line of the Kubernetes CRI logging format apart.
/// <code>line = timestamp SP ( "stdout" / "stderr" ) SP tags [ SP content ]
/// tags = tag *( ":" tag )      ; the first is "P" (a part) or "F" (a full line, or the last part of one)</code>
/// </summary>
internal static class CriLine
{
    // " stdout " and " stderr " as little-endian words.
    private const ulong Stdout = 0x2074756F64747320;
    private const ulong Stderr = 0x2072726564747320;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> line, Rfc3339Nano times, out ParsedLine parsed)
    {
        parsed = default;
        if (!times.TryParse(line, out var time, out var at) || line.Length < at + 9)
        {
            return false;
        }

        var word = MemoryMarshal.Read<ulong>(line[at..]);
        if (!BitConverter.IsLittleEndian)
        {
            word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        }

        var stream = word == Stdout ? LogStream.Stdout : word == Stderr ? LogStream.Stderr : LogStream.None;
        var tag = line[at + 8];
        if (stream == LogStream.None || tag is not ((byte)'F' or (byte)'P'))
        {
            return false;
        }

        var next = at + 9;
        if (next < line.Length && line[next] == ':')
        {
            var space = line[next..].IndexOf((byte)' ');
            next = space < 0 ? line.Length : next + space;
        }

        if (next < line.Length)
        {
            if (line[next] != ' ')
            {
                return false;
            }

            next++;
        }

        parsed = new ParsedLine
        {
            TimeUnixNano = time,
            Stream = stream,
            IsPart = tag == 'P',
            ContentStart = next,
            ContentLength = line.Length - next,
        };
        return true;
    }
}
