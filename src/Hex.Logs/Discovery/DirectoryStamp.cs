using Hex.Logs.Files;
using Hex.Telemetry;

namespace Hex.Logs.Discovery;

/// <summary>
/// When a directory's entries last changed, as the kernel says: as long as that stays, it need not be read again. A time so recent that another change
/// could still get the same one counts as unknown, and never matches.
/// </summary>
internal readonly record struct DirectoryStamp(long ModifiedUnixNano)
{
    // Kernels stamp with their tick, at most 10 ms apart; a file system of the network may round to seconds.
    private const long Recent = 2_000_000_000;

    /// <summary>The stamp of a directory now. Take it before reading the entries.</summary>
    public static DirectoryStamp Of(string path, TimeProvider time) =>
        FileStatus.TryGet(path, out var status) == 0 && status.ModifiedUnixNano < UnixNano.From(time.GetUtcNow()) - Recent
            ? new DirectoryStamp(status.ModifiedUnixNano)
            : default;

    /// <summary>True when nothing changed between two stamps.</summary>
    public bool Stands(DirectoryStamp now) => ModifiedUnixNano != 0 && now.ModifiedUnixNano == ModifiedUnixNano;
}
