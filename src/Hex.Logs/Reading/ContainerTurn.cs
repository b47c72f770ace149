using Hex.Logs.Discovery;
using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Reading;

/// <summary>What a turn came to.</summary>
internal enum TurnResult
{
    /// <summary>Look again when the sweep comes by.</summary>
    AtEnd,

    /// <summary>There is more to read now.</summary>
    More,

    /// <summary>Nothing is left to read, ever, unless the directory changes.</summary>
    Finished,
}

/// <summary>One container's turn: at most one quantum of its oldest unfinished generation becomes a batch. Runs on the reading thread.</summary>
internal sealed partial class ContainerTurn(
    ContainerLogReaderOptions options,
    ContainerScan scan,
    LineAssembler assembler,
    MetadataLookup metadata,
    ReadBuffer buffer,
    ByteBudget budget,
    IPositionListener listener,
    ReaderCounters counters,
    TimeProvider time,
    ILogger logger)
{
    // Time stamp, stream and tags of a CRI line.
    private const int LineHeaderRoom = 1024;

    public TurnResult Take(ContainerLogs container, out FileLogBatch? batch)
    {
        batch = null;
        if (container.AtRest is { Content: { } content } resting)
        {
            if (!HasGrown(content, resting.ReadOffset))
            {
                return TurnResult.AtEnd;
            }

            container.AtRest = null;
        }

        Rewind(container);
        var file = container.Head;
        if (file is null)
        {
            return TurnResult.Finished;
        }

        if (file.Content is null)
        {
            return Reopen(container, file);
        }

        if (!scan.TryIdentify(container, file, older: false))
        {
            return AtEnd(container, file, [], docker: false, multiline: false, ref batch);
        }

        if (file.IsReadComplete)
        {
            return TurnResult.More;
        }

        if (!metadata.TryGet(container, file.Name.Restart, out var known) || container.Rate is { IsOpen: false })
        {
            return TurnResult.AtEnd;
        }

        if (options.HoldBack is { } holdBack && holdBack(container.Identity))
        {
            return TurnResult.AtEnd;
        }

        container.IsLeftAlone = !known.Collect;
        if (container.IsLeftAlone)
        {
            return TurnResult.AtEnd;
        }

        Enter(container, file);
        return Read(container, file, known, out batch);
    }

    private TurnResult Read(ContainerLogs container, LogFile file, ContainerMetadata known, out FileLogBatch? batch)
    {
        batch = null;
        var multiline = known.Multiline ?? options.Multiline;
        var wanted = file.EndAt is { } end ? (int)Math.Min(options.QuantumBytes, end - file.ReadOffset) : options.QuantumBytes;
        var data = buffer.Read(file.Content!, file.ReadOffset, Math.Max(0, wanted));
        if (data.IsEmpty)
        {
            var result = AtEnd(container, file, data, docker: false, multiline, ref batch);
            var isLast = ReferenceEquals(container.Files[^1], file);
            container.AtRest = result == TurnResult.AtEnd && batch is null && isLast && !file.IsDeleted && !container.Streams.HasGroups ? file : null;
            return result;
        }

        var docker = data[0] == '{';
        if (file.SkippingFrom >= 0 && data.IndexOf((byte)'\n') < 0)
        {
            file.ReadOffset += data.Length;
            return data.Length == wanted ? TurnResult.More : TurnResult.AtEnd;
        }

        var lineEnd = data.LastIndexOf((byte)'\n');
        if (lineEnd < 0 && data.Length == wanted && wanted == options.QuantumBytes)
        {
            // Longer than a quantum: one read as long as a line may be decides.
            data = buffer.Read(file.Content!, file.ReadOffset, options.MaxLineBytes + LineHeaderRoom);
            lineEnd = data.IndexOf((byte)'\n');
            if (lineEnd < 0 && data.Length == options.MaxLineBytes + LineHeaderRoom)
            {
                batch = Start(container, known, buffer.Lease());
                assembler.OverlongLine(data, file, container.Streams, batch, multiline);
                Progress(container, file, data.Length, batch);
                return TurnResult.More;
            }
        }

        if (lineEnd < 0)
        {
            return AtEnd(container, file, data, docker, multiline, ref batch);
        }

        var more = data.Length == wanted;
        batch = Start(container, known, buffer.Lease());
        batch.MarkUtf8(System.Text.Unicode.Utf8.IsValid(data[..(lineEnd + 1)]));
        var done = assembler.Read(data[..(lineEnd + 1)], file, container.Streams, batch, docker, multiline, final: false);
        Progress(container, file, done, batch);
        return more ? TurnResult.More : TurnResult.AtEnd;
    }

    /// <summary>Nothing whole is left at the end of the file for now; maybe for good.</summary>
    private TurnResult AtEnd(ContainerLogs container, LogFile file, ReadOnlySpan<byte> rest, bool docker, bool multiline, ref FileLogBatch? batch)
    {
        var now = time.GetTimestamp();
        if (file.AtEndSince == 0)
        {
            file.AtEndSince = now;
        }

        var next = container.After(file);
        var finished = options.Once || file.IsGzip || (time.GetElapsedTime(file.AtEndSince, now) >= options.RotatedGrace && (file.IsDeleted || HasLaterData(container, file)));
        if (finished && !options.Once && !file.IsGzip && file.HasIdentity && HasGrown(file.Content!, file.ReadOffset + rest.Length))
        {
            // Written between the look at this file and the look at the next one: the writer goes on there only after its last byte here.
            file.AtEndSince = 0;
            return TurnResult.More;
        }

        if (!finished && !container.Streams.HasGroups)
        {
            return TurnResult.AtEnd;
        }

        metadata.TryGet(container, file.Name.Restart, out var known);
        if (known is null)
        {
            return TurnResult.AtEnd;
        }

        batch = Start(container, known, rest.IsEmpty ? [] : buffer.Lease());
        if (!finished)
        {
            assembler.FlushGroups(container.Streams, batch, all: false);
            Progress(container, file, 0, batch);
            return TurnResult.AtEnd;
        }

        Finish(container, file, next, rest, docker, multiline, batch);
        return TurnResult.More;
    }

    private void Finish(ContainerLogs container, LogFile file, LogFile? next, ReadOnlySpan<byte> rest, bool docker, bool multiline, FileLogBatch batch)
    {
        var isLast = next is null;
        if (options.Once && isLast && !file.IsGzip)
        {
            // What may still be completed by its writer is left for the next run.
            if (!rest.IsEmpty || container.Streams.IsOpen)
            {
                counters.UnsentTails++;
            }

            assembler.FlushGroups(container.Streams, batch, all: true);
            file.HasUnsentTail = true;
        }
        else
        {
            var done = assembler.Read(rest, file, container.Streams, batch, docker, multiline, final: true);
            file.ReadOffset += done;
            if (next is null || next.Name.Restart != file.Name.Restart)
            {
                assembler.FlushAll(container.Streams, batch, multiline);
            }
        }

        if (file.Content is GzipContent { Damage: { } damage })
        {
            Log.Damaged(logger, file.Path, damage, file.ReadOffset);
        }

        file.IsReadComplete = true;
        Claim(container, file, container.Streams.SafePositionOfEarlier(file), batch);
    }

    private void Enter(ContainerLogs container, LogFile file)
    {
        if (ReferenceEquals(container.Entered, file))
        {
            return;
        }

        var from = file.Committed;
        var carry = container.Entered is { IsReadComplete: true } earlier
            && earlier.Name.Restart == file.Name.Restart
            && container.Continues(earlier, file);
        container.Streams.Enter(file, from, carry, container.Commits, budget);
        file.ReadOffset = from.Resume;
        container.Entered = file;
    }

    /// <summary>
    /// Reads again what was given back: every file of the container from its committed position, since a record may begin in one and end in the next.
    /// </summary>
    private void Rewind(ContainerLogs container)
    {
        if (!container.Commits.HasGivenBack)
        {
            return;
        }

        counters.Rewinds++;
        container.Commits.Rewind();
        container.Entered = null;
        foreach (var file in container.Files)
        {
            if (!file.IsDone && file.Content is not null)
            {
                file.ReadOffset = file.Committed.Resume;
                file.SkippingFrom = -1;
                file.IsReadComplete = false;
                file.AtEndSince = 0;
            }
        }
    }

    private TurnResult Reopen(ContainerLogs container, LogFile file)
    {
        if (LogFileOpener.TryOpen(file.Path, file.Name.IsGzip, out var content, out var error))
        {
            file.Content = content;
            return TurnResult.More;
        }

        if (error is null && file.IsDeleted)
        {
            Log.Gone(logger, file.Path);
            counters.GivenUpFiles++;
            file.IsReadComplete = true;
            container.Commits.Reset(file, LogPosition.At(file.ReadOffset));
            return container.Head is null ? TurnResult.Finished : TurnResult.More;
        }

        return TurnResult.AtEnd;
    }

    private FileLogBatch Start(ContainerLogs container, ContainerMetadata known, byte[] segment)
    {
        var batch = new FileLogBatch(known.Resource, UnixNano.From(time.GetUtcNow()), container.Order, container.LastRecords, budget, listener);
        batch.Own(segment);
        return batch;
    }

    private void Progress(ContainerLogs container, LogFile file, int bytes, FileLogBatch batch)
    {
        file.ReadOffset += bytes;
        if (bytes > 0)
        {
            file.AtEndSince = 0;
            container.LastDataAt = time.GetTimestamp();
            container.Rate?.Spend(bytes);
            counters.Bytes += bytes;
        }

        counters.Records += batch.Count;
        file.Records += batch.Count;
        container.LastRecords = batch.Count;
        Claim(container, file, container.Streams.SafePosition(file), batch);
    }

    private void Claim(ContainerLogs container, LogFile file, LogPosition end, FileLogBatch batch)
    {
        if (batch.Count > 0)
        {
            batch.Claim(container.Commits, file, end);
            foreach (var completed in batch.Completed ?? [])
            {
                if (!ReferenceEquals(completed, file))
                {
                    container.Commits.Advance(completed, container.Streams.SafePositionOfEarlier(completed));
                }
            }
        }
        else if (container.Commits.Advance(file, end))
        {
            listener.OnPositionMoved();
        }
    }

    private static bool HasGrown(LogContent content, long from)
    {
        Span<byte> next = stackalloc byte[1];
        return content.Read(next, from) > 0;
    }

    // The runtime writes elsewhere now. Not only the next generation counts: one that was rotated while it was empty stays so.
    private static bool HasLaterData(ContainerLogs container, LogFile file)
    {
        for (var i = container.Files.IndexOf(file) + 1; i < container.Files.Count; i++)
        {
            var later = container.Files[i];
            if (later.Size == 0 && later.Content is { } content)
            {
                later.Size = content.StoredSize();
            }

            if (later.Size > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1120, LogLevel.Warning, "{Path} is damaged ({Cause}); what could be decompressed, up to byte {Offset}, was read.")]
        public static partial void Damaged(ILogger logger, string path, string cause, long offset);

        [LoggerMessage(1121, LogLevel.Warning, "{Path} was deleted before it could be read; its lines are lost.")]
        public static partial void Gone(ILogger logger, string path);
    }
}
