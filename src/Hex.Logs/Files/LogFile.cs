using Hex.Logs.Positions;
using Hex.Telemetry;

namespace Hex.Logs.Files;

/// <summary>One generation of a container's log: where it is, what it is, how far it is read and acknowledged.</summary>
internal sealed class LogFile(LogFileName name, string path, FileStatus status) : IDisposable
{
    public LogFileName Name { get; set; } = name;

    public string Path { get; set; } = path;

    /// <summary>The file as the directory showed it last; after a rename or a compression the same generation has another name or key.</summary>
    public FileKey Key { get; set; } = status.Key;

    /// <summary>Stored size when last looked at.</summary>
    public long Size { get; set; } = status.Size;

    /// <summary>The open file; null before it is opened and after it is done.</summary>
    public LogContent? Content { get; set; }

    /// <summary>True when <see cref="Content"/> holds a file the kubelet has compressed.</summary>
    public bool IsGzip => Content is GzipContent;

    /// <summary>Stable identity; 0 until its first line is there.</summary>
    public Id128 Identity { get; set; }

    public long FirstLineUnixNano { get; set; }

    public bool HasIdentity => !Identity.IsNone;

    /// <summary>Uncompressed offset of the next byte to take apart.</summary>
    public long ReadOffset { get; set; }

    /// <summary>Records read of it, for whoever looks.</summary>
    public long Records { get; set; }

    /// <summary>The start of an over-long line whose rest is being skipped; -1 when there is none.</summary>
    public long SkippingFrom { get; set; } = -1;

    /// <summary>How far it is acknowledged; moved by the container's <see cref="CommitQueue"/>.</summary>
    public LogPosition Committed { get; set; }

    /// <summary>True when every byte was taken apart and no more will come.</summary>
    public bool IsReadComplete { get; set; }

    /// <summary>True when no directory entry leads to it any more.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>True when the kubelet has put a compressed copy of it beside the file that is open.</summary>
    public bool HasCompressedForm { get; set; }

    /// <summary>Monotonic time stamp since when reads find nothing; 0 while they find something.</summary>
    public long AtEndSince { get; set; }

    /// <summary>For a run with an end: the size when opened; null otherwise.</summary>
    public long? EndAt { get; set; }

    /// <summary>Found in a scan; compared with the scan's number.</summary>
    public int SeenInScan { get; set; }

    /// <summary>True when a run with an end left what may still be completed by its writer.</summary>
    public bool HasUnsentTail { get; set; }

    /// <summary>True when all of it is read and acknowledged: the file can be closed, and is never read again.</summary>
    public bool IsDone => IsReadComplete && !HasUnsentTail && Committed.Resume >= ReadOffset;

    public void Dispose()
    {
        Content?.Dispose();
        Content = null;
    }
}
