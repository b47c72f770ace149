using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Logs.Reading;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Discovery;

/// <summary>
/// Brings what is known of a container's generations in line with its directory. A generation is recognised by its key (a rename), by its name
/// (its compressed form beside it) or by its identity (after a restart), in that order.
/// </summary>
internal sealed partial class ContainerScan(
    ContainerLogReaderOptions options, PositionTable positions, LineAssembler assembler, ReaderCounters counters, TimeProvider time, ILogger logger)
{
    private const uint TypeMask = 0xF000, RegularFile = 0x8000;

    // More renames than this within one look are no kubelet's; the next scan looks again.
    private const int MaxLooks = 3;
    private readonly HashSet<string> _reported = [];
    private readonly byte[] _head = new byte[FileIdentity.HeadBytes];

    /// <summary>Reads the directory of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="older">True in the reader's first scan: what is there is older than the reader.</param>
    public void Scan(ContainerLogs container, bool older)
    {
        var stamp = DirectoryStamp.Of(container.Directory, time);
        if (container.Stamp.Stands(stamp) && container.Files.TrueForAll(IsAsSeen))
        {
            return;
        }

        container.Stamp = stamp;
        container.ScanNumber++;
        var added = false;
        try
        {
            foreach (var path in Directory.EnumerateFiles(container.Directory))
            {
                if (LogFileName.TryParse(Path.GetFileName(path), out var name) && Found(container, name, path, older))
                {
                    added = true;
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            container.IsGone = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            container.Stamp = default;
            Report(container.Directory, e.Message);
            return;
        }

        if (added)
        {
            container.Files.Sort(static (a, b) => a.Name.ComesAfter(b.Name));
        }

        foreach (var file in container.Files)
        {
            file.IsDeleted = file.SeenInScan != container.ScanNumber;
        }
    }

    /// <summary>Reads a file's first line for its identity, and takes up its stored position.</summary>
    /// <returns>False while its first line is not there yet.</returns>
    public bool TryIdentify(ContainerLogs container, LogFile file, bool older)
    {
        if (file.HasIdentity)
        {
            return true;
        }

        if (!TryReadIdentity(container, file, complete: file.IsDeleted || options.Once, out var identity, out var firstLine))
        {
            return false;
        }

        file.Identity = identity;
        file.FirstLineUnixNano = firstLine;
        StartPosition(container, file, older);
        positions.Register(file);
        return true;
    }

    /// <summary>Starts a file anew when it is smaller than what was read of it, or begins with another line.</summary>
    public void CheckTruncation(ContainerLogs container, LogFile file)
    {
        if (file.Content is not PlainContent plain || !file.HasIdentity || file.IsReadComplete)
        {
            return;
        }

        if (plain.StoredSize() >= file.ReadOffset
            && (!TryReadIdentity(container, file, complete: false, out var identity, out _) || identity == file.Identity))
        {
            return;
        }

        counters.Truncations++;
        Log.Truncated(logger, file.Path, file.ReadOffset);
        positions.Forget(file);
        file.Identity = default;
        file.ReadOffset = 0;
        file.SkippingFrom = -1;
        container.Commits.Reset(file, default);
        container.Entered = null;
    }

    // A link may lead elsewhere, and a finished file may grow, without a change of the directory.
    private static bool IsAsSeen(LogFile file) =>
        file.IsDeleted
        || (FileStatus.TryGet(file.Path, out var status) == 0
            && status.Key == file.Key
            && (file.Content is not null || status.Size == (file.Name.IsGzip ? file.Size : file.ReadOffset)));

    private bool Found(ContainerLogs container, LogFileName name, string path, bool older)
    {
        // Between the look at a name and opening it the kubelet may rename: then the name is looked at again, for what it means now.
        for (var look = 0; ; look++)
        {
            if (TryPlace(container, name, path, older, out var added) || look == MaxLooks)
            {
                return added;
            }
        }
    }

    /// <summary>Finds the generation that a name belongs to, or adds one.</summary>
    /// <returns>False when the name came to mean another file meanwhile.</returns>
    private bool TryPlace(ContainerLogs container, LogFileName name, string path, bool older, out bool added)
    {
        added = false;
        if (FileStatus.TryGet(path, out var status) != 0 || (status.Mode & TypeMask) != RegularFile)
        {
            return true;
        }

        foreach (var known in container.Files)
        {
            if (known.Key == status.Key)
            {
                if (known.Content is null && known.IsReadComplete && !name.IsGzip && status.Size != known.ReadOffset)
                {
                    // A finished file does not change its size: the kernel has given its number to another file, or someone wrote to it late.
                    known.Key = default;
                    break;
                }

                var renamed = known.Name != name;
                known.Name = name;
                known.Path = path;
                known.Size = status.Size;
                known.SeenInScan = container.ScanNumber;
                added = renamed;
                return true;
            }

            if (name.IsGzip && known.Name.Restart == name.Restart && string.Equals(known.Name.Rotation, name.Rotation, StringComparison.Ordinal))
            {
                Adopt(container, known, name, path, status.Key);
                return true;
            }
        }

        return TryAdd(container, new LogFile(name, path, status) { SeenInScan = container.ScanNumber }, older, out added);
    }

    // A known generation has another form. An open file is read on through its handle, a closed one from the new form when it must be read again.
    private static void Adopt(ContainerLogs container, LogFile known, LogFileName name, string path, FileKey key)
    {
        known.SeenInScan = container.ScanNumber;
        known.HasCompressedForm = name.IsGzip && known.Content is PlainContent;
        known.Name = name;
        known.Path = path;
        if (known.Content is null)
        {
            known.Key = key;
        }
    }

    private bool TryAdd(ContainerLogs container, LogFile file, bool older, out bool added)
    {
        added = false;
        if (!LogFileOpener.TryOpen(file.Path, file.Name.IsGzip, out var content, out var error))
        {
            if (error is not null)
            {
                counters.UnreadableFiles++;
                container.Stamp = default;
                Report(file.Path, error);
            }

            return true;
        }

        if (FileStatus.TryGet(content.Handle, out var opened) == 0 && opened.Key != file.Key)
        {
            content.Dispose();
            return false;
        }

        file.Content = content;
        added = true;

        // A file that was empty when it was opened may have been written, renamed and compressed since.
        container.Files.ForEach(known => TryIdentify(container, known, older: false));
        if (TryReadIdentity(container, file, complete: false, out var identity, out _)
            && container.Files.Find(f => f.Identity == identity) is { } same)
        {
            // The same generation under another key and name: renamed and compressed since the last look, or a device changed its number.
            Adopt(container, same, file.Name, file.Path, file.Key);
            if (same.Content is null && content is PlainContent late && late.StoredSize() > same.ReadOffset)
            {
                // Written to after it was finished: the rest is read now.
                same.Content = late;
                same.IsReadComplete = false;
                same.AtEndSince = 0;
            }
            else
            {
                file.Dispose();
            }

            return true;
        }

        if (options.Once && content is PlainContent)
        {
            file.EndAt = content.StoredSize();
        }

        container.Files.Add(file);
        TryIdentify(container, file, older);
        return true;
    }

    private bool TryReadIdentity(ContainerLogs container, LogFile file, bool complete, out Id128 identity, out long firstLine)
    {
        identity = default;
        firstLine = 0;
        if (file.Content is null)
        {
            return false;
        }

        // A CRI time stamp is in the first 64 bytes; only other formats need more.
        foreach (var length in (ReadOnlySpan<int>)[512, FileIdentity.HeadBytes])
        {
            var count = file.Content.Read(_head.AsSpan(0, length), 0);
            var isAll = complete || file.IsGzip;
            if (FileIdentity.TryCompute(container.Identity, file.Name.Restart, _head.AsSpan(0, count), isAll && count < length, assembler.Times, assembler.Docker, out identity, out firstLine)
                || count < length)
            {
                return !identity.IsNone;
            }
        }

        return false;
    }

    private void StartPosition(ContainerLogs container, LogFile file, bool older)
    {
        LogPosition position;
        if (positions.TryGet(file.Identity, out var stored))
        {
            position = stored.Position;
            file.IsReadComplete = stored.Finished;
        }
        else if (!older || options.Once || positions.IsKnown)
        {
            position = default;
        }
        else if (options.HandedOverAt is { } handedOver)
        {
            position = LogPosition.At(LineSearch.FirstLineAt(file.Content!, UnixNano.From(handedOver), assembler.Times));
        }
        else if (options.StartAt == StartAt.Beginning)
        {
            position = default;
        }
        else if (file.Content is PlainContent plain)
        {
            position = LogPosition.At(LineSearch.LastLineEnd(plain));
        }
        else
        {
            position = default;
            file.IsReadComplete = true;
        }

        container.Commits.Reset(file, position);
        file.ReadOffset = position.Resume;
        if (file.IsReadComplete)
        {
            file.ReadOffset = Math.Max(position.Stdout, position.Stderr);
            file.Dispose();
        }
    }

    private void Report(string path, string error)
    {
        if (_reported.Add(path))
        {
            Log.Unreadable(logger, path, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1110, LogLevel.Warning, "Cannot read {Path}: {Cause}. It is tried again; check the file's mode and owner against the agent's user and groups.")]
        public static partial void Unreadable(ILogger logger, string path, string cause);

        [LoggerMessage(1111, LogLevel.Warning, "{Path} was truncated or overwritten after {Offset} bytes were read; it is read again from its beginning.")]
        public static partial void Truncated(ILogger logger, string path, long offset);
    }
}
