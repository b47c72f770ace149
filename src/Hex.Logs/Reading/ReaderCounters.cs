namespace Hex.Logs.Reading;

/// <summary>What the reader has seen; written by the reading thread only, read by anyone.</summary>
internal sealed class ReaderCounters
{
    public long Records;
    public long Bytes;
    public long ParseErrors;
    public long TruncatedLines;
    public long NulBytes;
    public long Truncations;
    public long LostBytes;
    public long GivenUpFiles;
    public long UnreadableFiles;
    public long Rewinds;
    public long UnsentTails;
    public long HeldBytes;
    public long LagBytes;
    public long OpenFiles;
}
