using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hex.Logs.Files;

/// <summary>
/// The name of a container's log file as the kubelet makes them.
/// <code>name = restart ".log" [ "." rotation [ ".gz" ] ]     ; rotation = yyyyMMdd-HHmmss
/// temporary = name ".tmp"                                      ; ignored: the kubelet is writing it</code>
/// Names order as the files were written: by restart, then by rotation, the one without rotation last.
/// </summary>
internal sealed record LogFileName(string Text, int Restart, string Rotation, bool IsGzip)
{
    /// <summary>True for the file that the runtime writes to.</summary>
    public bool IsCurrent => Rotation.Length == 0;

    public static bool TryParse(string text, [NotNullWhen(true)] out LogFileName? name)
    {
        name = null;
        var dot = text.IndexOf(".log", StringComparison.Ordinal);
        if (dot <= 0 || !int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var restart))
        {
            return false;
        }

        var rest = text.AsSpan(dot + ".log".Length);
        if (rest.IsEmpty)
        {
            name = new LogFileName(text, restart, "", IsGzip: false);
            return true;
        }

        var gzip = rest.EndsWith(".gz");
        if (gzip)
        {
            rest = rest[..^3];
        }

        if (rest.Length < 2 || rest[0] != '.' || !IsRotation(rest[1..]))
        {
            return false;
        }

        name = new LogFileName(text, restart, rest[1..].ToString(), gzip);
        return true;
    }

    /// <summary>Older files first.</summary>
    public int ComesAfter(LogFileName other)
    {
        var byRestart = Restart.CompareTo(other.Restart);
        return byRestart != 0 ? byRestart
            : IsCurrent != other.IsCurrent ? (IsCurrent ? 1 : -1)
            : string.CompareOrdinal(Rotation, other.Rotation);
    }

    private static bool IsRotation(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
