namespace Hex.Testing.Node;

/// <summary>Whose output a record is.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="PodUid">The pod's uid.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Stream">stdout or stderr.</param>
public sealed record WrittenStream(string Namespace, string Pod, string PodUid, string Container, LogStream Stream)
{
    /// <summary>What <c>log.iostream</c> should be.</summary>
    public string StreamName => Stream == LogStream.Stdout ? "stdout" : "stderr";

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Pod}({PodUid})/{Container} {StreamName}";
}

/// <summary>A complete log record a <see cref="SimulatedNode"/> wrote: one line of a container, in however many parts.</summary>
public sealed class WrittenRecord
{
    private readonly (LogGeneration File, int Epoch) _first;
    private readonly (LogGeneration File, int Epoch) _last;

    internal WrittenRecord(
        WrittenStream stream, string? id, long sequence, int restart, RecordSpan span, ReadOnlySpan<byte> content, bool keepContent, bool incomplete)
    {
        Stream = stream;
        Id = id;
        Sequence = sequence;
        Restart = restart;
        TimeUnixNano = span.FirstTime;
        EndTimeUnixNano = span.LastTime;
        Parts = span.Parts;
        Length = content.Length;
        IsIncomplete = incomplete;
        Content = keepContent ? content.ToArray() : null;
        Hash = RecordText.Hash(content);
        _first = span.First;
        _last = span.Last;
    }

    /// <summary>Whose it is.</summary>
    public WrittenStream Stream { get; }

    /// <summary>The unique id, which the content holds as <c>id=…</c> followed by a space; null if the test wrote its own bytes.</summary>
    public string? Id { get; }

    /// <summary>Its place among the records of its stream, from 0; goes on through restarts.</summary>
    public long Sequence { get; }

    /// <summary>The container's restart count.</summary>
    public int Restart { get; }

    /// <summary>The time stamp of its first part, nanoseconds since 1970.</summary>
    public ulong TimeUnixNano { get; }

    /// <summary>The time stamp of its last part, nanoseconds since 1970.</summary>
    public ulong EndTimeUnixNano { get; }

    /// <summary>How many lines of the file it takes; 1 if it was not cut.</summary>
    public int Parts { get; }

    /// <summary>Bytes of content.</summary>
    public int Length { get; }

    /// <summary>The content, all parts joined; null if <see cref="SimulatedNodeOptions.KeepContent"/> is false.</summary>
    public byte[]? Content { get; }

    /// <summary>True if its end was never written (<see cref="PendingWrite.Abandon"/>).</summary>
    public bool IsIncomplete { get; }

    /// <summary>False once a file that holds it was deleted or truncated: who had not read it by then cannot deliver it.</summary>
    public bool IsAvailable => _first.File.Exists && _first.File.Epoch == _first.Epoch && _last.File.Exists && _last.File.Epoch == _last.Epoch;

    /// <summary>True if its parts lie in two files.</summary>
    public bool IsSplitAcrossFiles => !ReferenceEquals(_first.File, _last.File);

    internal UInt128 Hash { get; }

    /// <summary>True if this text is the content, where bytes that are no UTF-8 may have become any number of U+FFFD.</summary>
    public bool Matches(string text) => RecordText.Hash(text) == Hash;

    /// <summary>True if these bytes are the content.</summary>
    public bool Matches(ReadOnlySpan<byte> bytes) => RecordText.Hash(bytes) == Hash;

    /// <inheritdoc/>
    public override string ToString() => $"{Id ?? "(no id)"} #{Sequence} of {Stream}, {Length} bytes in {Parts} parts";
}
