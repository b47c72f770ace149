namespace Hex.Bench.Generate;

/// <summary>What a generator wrote.</summary>
public readonly record struct WrittenCounts
{
    /// <summary>Records: lines after joining parts.</summary>
    public long Records { get; init; }

    /// <summary>Records of more than one part.</summary>
    public long Joined { get; init; }

    /// <summary>Lines in the files.</summary>
    public long Lines { get; init; }

    /// <summary>Bytes of the records' bodies.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Bytes of the files.</summary>
    public long FileBytes { get; init; }

    internal WrittenCounts Plus(int lines, int bodyBytes, int fileBytes) => new()
    {
        Records = Records + 1,
        Joined = Joined + (lines > 1 ? 1 : 0),
        Lines = Lines + lines,
        BodyBytes = BodyBytes + bodyBytes,
        FileBytes = FileBytes + fileBytes,
    };
}
