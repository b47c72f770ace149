namespace Hex.Testing.Node.Format;

/// <summary>How a runtime writes a line of output to its file.</summary>
internal abstract class LineFormat
{
    /// <summary>One line of the file, with its line feed.</summary>
    public abstract byte[] Line(ulong timeUnixNano, LogStream stream, ReadOnlySpan<byte> content, bool isEnd);

    /// <summary>How much of the rest of a line the next part takes, and whether that is its end.</summary>
    public abstract (int Length, bool IsEnd) Cut(int rest, int partBytes, bool isFirst);

    /// <summary>What a reader can get back of a content cut into these parts.</summary>
    public abstract byte[] Readable(byte[] content, int partBytes);
}
