using System.Buffers.Binary;
using System.Text;
using Hex.Logs.Parsing;
using Hex.Telemetry;

namespace Hex.Logs.Files;

/// <summary>
/// Which log a file is, whatever it is called and however it is stored: hash of pod uid, container, restart number and the time stamp of its first line;
/// where the first line is no log line, its first 64 bytes instead.
/// </summary>
internal static class FileIdentity
{
    /// <summary>Enough of a file's start to hold the time stamp of a Docker line (a CRI line's is in its first 36 bytes).</summary>
    public const int HeadBytes = 32 * 1024;

    private const int HashedBytes = 64;

    /// <summary>The identity and the first line's time (0 where it has none), once enough of the file is there: <c>head</c> is its first bytes, <c>complete</c> says that no more will come.</summary>
    public static bool TryCompute(
        in ContainerIdentity container, int restart, ReadOnlySpan<byte> head, bool complete, Rfc3339Nano times, DockerLine docker, out Id128 identity, out long timeUnixNano)
    {
        identity = default;
        timeUnixNano = 0;
        var newline = head.IndexOf((byte)'\n');
        if (head.IsEmpty || (newline < 0 && head.Length < HashedBytes && !complete))
        {
            return false;
        }

        var line = newline < 0 ? head : head[..newline];
        Span<byte> tail = stackalloc byte[HashedBytes];
        if (times.TryParse(line, out timeUnixNano, out _)
            || (line[..Math.Min(1, line.Length)].SequenceEqual("{"u8) && docker.TryParse(line, times, out var parsed) && (timeUnixNano = parsed.TimeUnixNano) != 0))
        {
            BinaryPrimitives.WriteInt64LittleEndian(tail, timeUnixNano);
            tail = tail[..8];
        }
        else if (line.Length > 0 && line[0] == '{' && newline < 0 && head.Length < HeadBytes && !complete)
        {
            return false;
        }
        else
        {
            var taken = head[..Math.Min(head.Length, Math.Min(HashedBytes, newline < 0 ? HashedBytes : newline + 1))];
            taken.CopyTo(tail);
            tail = tail[..taken.Length];
        }

        var owner = Encoding.UTF8.GetBytes($"{container.PodUid}/{container.Container}/{restart}/");
        identity = RecordHash.Of([.. owner, .. tail]);
        return true;
    }
}
