using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hex.Telemetry;

/// <summary>
/// Records of one resource, in order, over buffers the batch leases. A source derives from it to give the buffers back and to move its position.
/// <para>Life of a batch: read it; <see cref="ReleaseBuffers"/> as soon as the bodies are copied or encoded; <see cref="Acknowledge"/> once a backend
/// has the records; <see cref="Dispose"/> at the end. Disposing an unacknowledged batch gives its records back to the source, which delivers them again.</para>
/// <para><see cref="Acknowledge"/> and <see cref="Dispose"/> may be called from any thread, by one caller at a time.</para>
/// </summary>
public class LogBatch : IDisposable
{
    private readonly List<ReadOnlyMemory<byte>> _segments = new(1);
    private LogRecord[] _records = [];
    private int _count;
    private List<LogRecordDetails>? _details;
    private bool _released;
    private bool _disposed;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="resource">What the records are about.</param>
    /// <param name="observedTimeUnixNano">When they were read, nanoseconds since the Unix epoch.</param>
    public LogBatch(Resource resource, long observedTimeUnixNano = 0)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Resource = resource;
        ObservedTimeUnixNano = observedTimeUnixNano;
    }

    /// <summary>What the records are about.</summary>
    public Resource Resource { get; }

    /// <summary>When the records were read, nanoseconds since the Unix epoch; 0 when unknown.</summary>
    public long ObservedTimeUnixNano { get; }

    /// <summary>
    /// Batches with the same order are delivered one after the other (a file's lines stay in order); null or different orders may overtake each other.
    /// </summary>
    public DeliveryOrder? Order { get; protected init; }

    /// <summary>The records.</summary>
    public ReadOnlySpan<LogRecord> Records => _records.AsSpan(0, _count);

    /// <summary>How many records there are.</summary>
    public int Count => _count;

    /// <summary>True when the source has checked that every body is valid UTF-8; else encoders check each body.</summary>
    public bool BodiesAreUtf8 { get; protected set; }

    /// <summary>True once <see cref="Acknowledge"/> was called.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>The bytes that bodies with this <see cref="LogRecord.Segment"/> are ranges of.</summary>
    public ReadOnlySpan<byte> Segment(int segment) => _segments[segment].Span;

    /// <summary>The body of a record, as the source wrote it (it may be invalid UTF-8). Valid until <see cref="ReleaseBuffers"/>.</summary>
    public ReadOnlySpan<byte> Body(in LogRecord record) => _segments[record.Segment].Span.Slice(record.BodyOffset, record.BodyLength);

    /// <summary>What few records have beside the record itself; empty for a record without.</summary>
    public LogRecordDetails DetailsOf(in LogRecord record) => record.Details == 0 ? default : _details![record.Details - 1];

    /// <summary>Gives the buffers back: bodies can no longer be read, the claim on the records stays. Idempotent.</summary>
    public void ReleaseBuffers()
    {
        if (_released)
        {
            return;
        }

        _released = true;
        OnBuffersReleased();
        _segments.Clear();
        var records = _records;
        _records = [];
        if (records.Length > 0)
        {
            ArrayPool<LogRecord>.Shared.Return(records);
        }
    }

    /// <summary>Says that a backend has every record: the source may move its position past them. Idempotent.</summary>
    public void Acknowledge()
    {
        if (!IsAcknowledged)
        {
            IsAcknowledged = true;
            OnAcknowledged();
        }
    }

    /// <summary>Ends the batch. Unacknowledged records go back to the source and come again.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        ReleaseBuffers();
        OnDisposed();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a record whose body is a range of a segment added before. Only before the batch is handed on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LogRecord record)
    {
        if (_count == _records.Length)
        {
            Grow();
        }

        _records[_count++] = record;
    }

    /// <summary>Adds a record with a body of its own: convenient, not fast. For sources with few records, and tests.</summary>
    /// <param name="timeUnixNano">When it happened, nanoseconds since the Unix epoch.</param>
    /// <param name="body">The text.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="uid">Its stable identity; 0 when it has none.</param>
    /// <param name="details">What few records have.</param>
    public void Add(long timeUnixNano, string body, LogSeverity severity = LogSeverity.Unspecified, Id128 uid = default, LogRecordDetails? details = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var bytes = Encoding.UTF8.GetBytes(body);
        Add(new LogRecord
        {
            TimeUnixNano = timeUnixNano,
            Segment = AddSegment(bytes),
            BodyLength = bytes.Length,
            Severity = severity,
            Uid = uid,
            Details = details is { } some ? AddDetails(some) : 0,
        });
    }

    /// <summary>Adds a buffer that bodies can be ranges of. It must stay unchanged until <see cref="OnBuffersReleased"/>.</summary>
    /// <returns>Its number, for <see cref="LogRecord.Segment"/>.</returns>
    /// <exception cref="InvalidOperationException">The batch has 65,535 segments already.</exception>
    public ushort AddSegment(ReadOnlyMemory<byte> segment)
    {
        if (_segments.Count == ushort.MaxValue)
        {
            throw new InvalidOperationException("A log batch holds at most 65,535 segments; start another batch.");
        }

        _segments.Add(segment);
        return (ushort)(_segments.Count - 1);
    }

    /// <summary>Keeps what a record has beyond its fields.</summary>
    /// <returns>Its number, for <see cref="LogRecord.Details"/>.</returns>
    public int AddDetails(in LogRecordDetails details)
    {
        (_details ??= []).Add(details);
        return _details.Count;
    }

    /// <summary>Makes room for about so many records at once, instead of growing to them.</summary>
    protected void Reserve(int records)
    {
        if (_records.Length == 0 && records > 0)
        {
            _records = ArrayPool<LogRecord>.Shared.Rent(records);
        }
    }

    /// <summary>The buffers are no longer read. Called once.</summary>
    protected virtual void OnBuffersReleased()
    {
    }

    /// <summary>A backend has the records. Called at most once, before <see cref="OnDisposed"/>, from any thread.</summary>
    protected virtual void OnAcknowledged()
    {
    }

    /// <summary>The batch ended; look at <see cref="IsAcknowledged"/>. Called once, from any thread.</summary>
    protected virtual void OnDisposed()
    {
    }

    private void Grow()
    {
        var grown = ArrayPool<LogRecord>.Shared.Rent(Math.Max(16, _records.Length * 2));
        Records.CopyTo(grown);
        if (_records.Length > 0)
        {
            ArrayPool<LogRecord>.Shared.Return(_records);
        }

        _records = grown;
    }
}
