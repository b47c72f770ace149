namespace Hex.Bench.Count;

/// <summary>
/// Counts the records of a log tree, slowly and simply, and shares no code with the reader it judges. Parts are joined per stream, from one generation of
/// a file to the next too: a runtime that reopens its file between two writes of the container leaves the end of the line there.
/// </summary>
public sealed class LogTreeCounter
{
    private readonly PendingLine _stdout = new("stdout");
    private readonly PendingLine _stderr = new("stderr");
    private readonly TreeCount _count = new();
    private readonly OnRecord? _onRecord;

    private LogTreeCounter(OnRecord? onRecord) => _onRecord = onRecord;

    /// <summary>What is called with each record.</summary>
    public delegate void OnRecord(in FoundRecord record);

    /// <summary>Counts everything below a root.</summary>
    /// <param name="root">A directory like <c>/var/log/pods</c>.</param>
    /// <param name="onRecord">Called for each record: file by file, oldest generation first, in file order.</param>
    public static TreeCount Count(string root, OnRecord? onRecord = null)
    {
        var counter = new LogTreeCounter(onRecord);
        LogFile? last = null;
        foreach (var file in LogFile.Find(root))
        {
            if (last is not null && !file.IsOfSameRun(last))
                counter.EndRun(hasSuccessor: file.IsOfSameContainer(last));
            counter.Read(file);
            last = file;
        }

        counter.EndRun(hasSuccessor: false);
        return counter._count;
    }

    private void Read(LogFile file)
    {
        _count.Files++;
        using var stream = file.Open();
        LineReader.Read(stream, (line, terminated) => Line(file, line, terminated));
    }

    /// <summary>A container's run is over, or all that is written of it was read: a part whose end is missing is a record if the end can no longer come.</summary>
    private void EndRun(bool hasSuccessor)
    {
        foreach (var pending in new[] { _stdout, _stderr })
        {
            if (pending.File is { } file && hasSuccessor)
            {
                _count.EndMissing++;
                Emit(file, FoundKind.EndMissing, pending.Stream, pending.Time, pending.Body, pending.Lines);
            }
            else if (pending.File is not null)
            {
                _count.Unfinished++;
            }

            pending.Clear();
        }
    }

    private void Line(LogFile file, ReadOnlySpan<byte> line, bool terminated)
    {
        _count.Bytes += line.Length;
        if (!terminated && file.IsCurrent)
        {
            _count.Unterminated++;
            return;
        }

        _count.Lines++;
        if (line.Length > 0 && line[0] == 0)
        {
            line = line.TrimStart((byte)0);
            if (line.IsEmpty)
            {
                _count.NulLines++;
                return;
            }
        }

        if (!CriLine.TryRead(line, out var cri))
        {
            _count.Malformed++;
            Emit(file, FoundKind.Malformed, "", [], line, 1);
            return;
        }

        var pending = cri.IsStderr ? _stderr : _stdout;
        if (!cri.IsPart && pending.File is null)
        {
            Emit(file, FoundKind.Whole, pending.Stream, cri.Time, cri.Content, 1);
            return;
        }

        pending.Add(file, cri);
        if (!cri.IsPart)
        {
            Emit(pending.File!, FoundKind.Whole, pending.Stream, pending.Time, pending.Body, pending.Lines);
            pending.Clear();
        }
    }

    private void Emit(LogFile file, FoundKind kind, string stream, ReadOnlySpan<byte> time, ReadOnlySpan<byte> body, int lines)
    {
        _count.Records++;
        _count.Joined += lines > 1 ? 1 : 0;
        _count.BodyBytes += body.Length;
        _onRecord?.Invoke(new FoundRecord { File = file, Kind = kind, Stream = stream, Time = time, Body = body, Lines = lines });
    }
}
