namespace Hex.Bench.Count;

/// <summary>What a tree of log files holds.</summary>
public sealed record TreeCount
{
    /// <summary>Log files.</summary>
    public long Files { get; set; }

    /// <summary>Bytes of them, uncompressed, without newlines.</summary>
    public long Bytes { get; set; }

    /// <summary>Lines with a newline.</summary>
    public long Lines { get; set; }

    /// <summary>Records that must arrive: whole lines, joined lines, parts whose end can no longer come, malformed lines.</summary>
    public long Records { get; set; }

    /// <summary>Records of more than one line.</summary>
    public long Joined { get; set; }

    /// <summary>Records made of parts whose end can no longer come: the container was started again since.</summary>
    public long EndMissing { get; set; }

    /// <summary>Records that are raw bytes, since the line could not be parsed.</summary>
    public long Malformed { get; set; }

    /// <summary>Lines of NUL bytes alone, which a crash of the machine leaves; no records.</summary>
    public long NulLines { get; set; }

    /// <summary>Lines whose last part is still to be written; no records yet.</summary>
    public long Unfinished { get; set; }

    /// <summary>Last lines without a newline in current files; no records yet.</summary>
    public long Unterminated { get; set; }

    /// <summary>Bytes of the records' bodies.</summary>
    public long BodyBytes { get; set; }
}
