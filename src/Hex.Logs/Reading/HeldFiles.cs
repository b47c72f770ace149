using Hex.Logs.Files;
using Hex.Logs.Positions;
using Microsoft.Extensions.Logging;

namespace Hex.Logs.Reading;

/// <summary>Bounds the bytes of deleted files that are kept on disk only because they are still being read; over the bound the oldest is let go.</summary>
internal sealed partial class HeldFiles(long limit, ReaderCounters counters, ILogger logger)
{
    public void Enforce(IEnumerable<ContainerLogs> containers)
    {
        long held = 0;
        List<(ContainerLogs Container, LogFile File, long Bytes)>? files = null;
        foreach (var container in containers)
        {
            foreach (var file in container.Files)
            {
                if ((file.IsDeleted || file.HasCompressedForm) && file.Content is PlainContent plain && !file.IsDone
                    && FileStatus.TryGet(plain.Handle, out var status) == 0 && status.Links == 0)
                {
                    var bytes = Math.Max(0, status.Size - file.Committed.Resume);
                    held += bytes;
                    (files ??= []).Add((container, file, bytes));
                }
            }
        }

        if (held > limit && files is not null)
        {
            files.Sort(static (a, b) => a.File.FirstLineUnixNano.CompareTo(b.File.FirstLineUnixNano));
            foreach (var (container, file, bytes) in files)
            {
                held -= bytes;
                LetGo(container, file);
                if (held <= limit)
                {
                    break;
                }
            }
        }

        counters.HeldBytes = held;
    }

    private void LetGo(ContainerLogs container, LogFile file)
    {
        var unread = Math.Max(0, file.Content!.StoredSize() - file.ReadOffset);
        file.Dispose();
        if (file.HasCompressedForm)
        {
            // It is read on from its compressed form.
            return;
        }

        counters.LostBytes += unread;
        counters.GivenUpFiles++;
        file.IsReadComplete = true;
        container.Commits.Reset(file, LogPosition.At(file.ReadOffset));
        Log.LetGo(logger, file.Path, unread, limit);
    }

    private static partial class Log
    {
        [LoggerMessage(1150, LogLevel.Error, "{Path} was deleted with {Bytes} bytes unread and is let go: deleted files may hold {Limit} bytes (logs.maxHeldBytes). Those lines are lost.")]
        public static partial void LetGo(ILogger logger, string path, long bytes, long limit);
    }
}
