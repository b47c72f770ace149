using System.Runtime.CompilerServices;
using Hex.Logs.Files;
using Hex.Logs.Parsing;
using Hex.Logs.Severity;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>
/// Takes the bytes of a file apart into records: physical lines, parts joined per stream, optionally lines joined to multi-line records.
/// A record whose line is whole is a range of the bytes themselves; only joined ones are copied. One instance per reading thread.
/// </summary>
internal sealed class LineAssembler(ContainerLogReaderOptions options, ByteBudget budget, TimeProvider time, ReaderCounters counters)
{
    private readonly Rfc3339Nano _times = new();
    private readonly DockerLine _docker = new();
    private readonly int _maxLineBytes = options.MaxLineBytes;

    public Rfc3339Nano Times => _times;

    public DockerLine Docker => _docker;

    /// <summary>Adds the records of complete lines to a batch whose segment 0 starts with <paramref name="data"/>.</summary>
    /// <param name="data">Bytes of the file from its read offset on.</param>
    /// <param name="file">The file.</param>
    /// <param name="streams">What its container's streams are in the middle of.</param>
    /// <param name="batch">Where records go.</param>
    /// <param name="docker">True for Docker's json-file format.</param>
    /// <param name="multiline">True to join continuation lines.</param>
    /// <param name="final">True when a last line without a newline is complete all the same.</param>
    /// <returns>How many bytes are done.</returns>
    public int Read(ReadOnlySpan<byte> data, LogFile file, ContainerStreams streams, FileLogBatch batch, bool docker, bool multiline, bool final)
    {
        var position = 0;
        var baseOffset = file.ReadOffset;
        while (position < data.Length)
        {
            if (data[position] == 0)
            {
                var run = data[position..].IndexOfAnyExcept((byte)0);
                run = run < 0 ? data.Length - position : run;
                counters.NulBytes += run;
                position += run;
                continue;
            }

            var length = data[position..].IndexOf((byte)'\n');
            if (length < 0)
            {
                if (!final)
                {
                    break;
                }

                length = data.Length - position;
            }

            if (file.SkippingFrom >= 0)
            {
                file.SkippingFrom = -1;
            }
            else
            {
                var line = data.Slice(position, length);
                ParsedLine parsed;
                if (docker ? _docker.TryParse(line, _times, out parsed) : CriLine.TryParse(line, _times, out parsed))
                {
                    Line(line, position, baseOffset + position, in parsed, file, streams, batch, multiline);
                }
                else
                {
                    BadLine(line, position, baseOffset + position, file, streams, batch, LogRecordMarks.ParseError);
                }
            }

            position = Math.Min(position + length + 1, data.Length);
        }

        return position;
    }

    /// <summary>A line longer than any read: sends its beginning, cut; the rest is skipped up to the next newline.</summary>
    public void OverlongLine(ReadOnlySpan<byte> start, LogFile file, ContainerStreams streams, FileLogBatch batch, bool multiline)
    {
        file.SkippingFrom = file.ReadOffset;
        if (CriLine.TryParse(start, _times, out var parsed))
        {
            Line(start, 0, file.ReadOffset, in parsed, file, streams, batch, multiline);
        }
        else
        {
            BadLine(start, 0, file.ReadOffset, file, streams, batch, LogRecordMarks.ParseError | LogRecordMarks.Truncated);
        }
    }

    /// <summary>Sends multi-line records that have waited long enough, or all when <paramref name="all"/>.</summary>
    public void FlushGroups(ContainerStreams streams, FileLogBatch batch, bool all)
    {
        foreach (var state in streams.All)
        {
            if (state.Group.IsOpen && (all || time.GetElapsedTime(state.Group.OpenedAt) >= options.MultilineTimeout))
            {
                AddJoined(state, state.Group, batch);
            }
        }
    }

    /// <summary>Sends what is unfinished in a file that has ended for good.</summary>
    public void FlushAll(ContainerStreams streams, FileLogBatch batch, bool multiline)
    {
        foreach (var state in streams.All)
        {
            if (state.Parts.IsOpen)
            {
                CloseParts(state, batch, multiline);
            }
        }

        FlushGroups(streams, batch, all: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Line(ReadOnlySpan<byte> line, int position, long offset, in ParsedLine parsed, LogFile file, ContainerStreams streams, FileLogBatch batch, bool multiline)
    {
        var state = streams[parsed.Stream];
        if (offset < state.ResumeAt && ReferenceEquals(streams.ResumeFile, file))
        {
            return;
        }

        if (!parsed.IsPart && !state.Parts.IsOpen && !multiline && parsed.ContentStart >= 0)
        {
            var body = line[parsed.ContentStart..];
            var length = Math.Min(body.Length, _maxLineBytes);
            var severity = LineFields.Read(body[..length], out var traceId, out var spanId);
            batch.Add(new LogRecord
            {
                TimeUnixNano = parsed.TimeUnixNano,
                BodyOffset = position + parsed.ContentStart,
                BodyLength = length,
                Stream = parsed.Stream,
                Severity = severity,
                Marks = Cut(length < body.Length),
                Details = traceId.IsNone && spanId == 0 ? 0 : batch.AddDetails(new LogRecordDetails { TraceId = traceId, SpanId = spanId }),
                Uid = RecordHash.RecordUid(file.Identity, offset, (int)parsed.Stream),
            });
            return;
        }

        Join(state, line, offset, in parsed, file, batch, multiline);
    }

    private void Join(StreamState state, ReadOnlySpan<byte> line, long offset, in ParsedLine parsed, LogFile file, FileLogBatch batch, bool multiline)
    {
        var content = parsed.ContentStart < 0 ? parsed.Decoded : line[parsed.ContentStart..];
        if (!state.Parts.IsOpen)
        {
            state.Parts.Open(file, offset, parsed.TimeUnixNano, time.GetTimestamp());
        }

        if (!state.Parts.IsSkipping && !state.Parts.Append(content, _maxLineBytes, budget))
        {
            // Over the limit: the record goes out cut now, so that memory stays bounded however long the line is.
            counters.TruncatedLines++;
            Emit(state, batch, multiline);
            state.Parts.SkipRest();
        }

        if (!parsed.IsPart)
        {
            CloseParts(state, batch, multiline);
        }
    }

    private void CloseParts(StreamState state, FileLogBatch batch, bool multiline)
    {
        if (!state.Parts.IsSkipping)
        {
            Emit(state, batch, multiline);
        }

        CompleteFiles(state.Parts, batch);
        state.Parts.Close();
    }

    private void Emit(StreamState state, FileLogBatch batch, bool multiline)
    {
        if (multiline)
        {
            Group(state, batch);
        }
        else
        {
            AddRecord(state, state.Parts, batch);
        }
    }

    private void Group(StreamState state, FileLogBatch batch)
    {
        var line = state.Parts.Take();
        var body = line.AsSpan(0, state.Parts.Length);
        if (state.Group.IsOpen && !Continuation.Matches(body))
        {
            AddJoined(state, state.Group, batch);
        }

        if (!state.Group.IsOpen)
        {
            state.Group.Open(state.Parts.Origin!, state.Parts.Start, state.Parts.TimeUnixNano, time.GetTimestamp());
        }
        else
        {
            state.Group.Append("\n"u8, _maxLineBytes, budget);
        }

        state.Group.Append(body, _maxLineBytes, budget);
        budget.Return(line.Length);
        System.Buffers.ArrayPool<byte>.Shared.Return(line);
    }

    private static void AddJoined(StreamState state, RecordBuffer buffer, FileLogBatch batch)
    {
        AddRecord(state, buffer, batch);
        CompleteFiles(buffer, batch);
        buffer.Close();
    }

    private static void AddRecord(StreamState state, RecordBuffer buffer, FileLogBatch batch)
    {
        var bytes = buffer.Take();
        ushort segment = 0;
        if (bytes.Length > 0)
        {
            segment = batch.Own(bytes);
        }

        var severity = LineFields.Read(bytes.AsSpan(0, buffer.Length), out var traceId, out var spanId);
        batch.Add(new LogRecord
        {
            TimeUnixNano = buffer.TimeUnixNano,
            Segment = segment,
            BodyLength = bytes.Length == 0 ? 0 : buffer.Length,
            Stream = state.Stream,
            Severity = severity,
            Marks = buffer.Marks,
            Details = traceId.IsNone && spanId == 0 ? 0 : batch.AddDetails(new LogRecordDetails { TraceId = traceId, SpanId = spanId }),
            Uid = RecordHash.RecordUid(buffer.Origin!.Identity, buffer.Start, (int)state.Stream),
        });
    }

    private static void CompleteFiles(RecordBuffer buffer, FileLogBatch batch)
    {
        foreach (var file in buffer.Files)
        {
            batch.Complete(file);
        }
    }

    private void BadLine(
        ReadOnlySpan<byte> line, int position, long offset, LogFile file, ContainerStreams streams, FileLogBatch batch, LogRecordMarks marks)
    {
        // A line of no stream went out with everything before the further of the two positions.
        if (offset < Math.Max(streams.Stdout.ResumeAt, streams.Stderr.ResumeAt) && ReferenceEquals(streams.ResumeFile, file))
        {
            return;
        }

        counters.ParseErrors++;
        var length = Math.Min(line.Length, _maxLineBytes);
        batch.Add(new LogRecord
        {
            BodyOffset = position,
            BodyLength = length,
            Marks = marks | Cut(length < line.Length),
            Uid = RecordHash.RecordUid(file.Identity, offset, (int)LogStream.None),
        });
    }

    private LogRecordMarks Cut(bool cut)
    {
        if (!cut)
        {
            return LogRecordMarks.None;
        }

        counters.TruncatedLines++;
        return LogRecordMarks.Truncated;
    }
}
