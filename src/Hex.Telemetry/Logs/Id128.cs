namespace Hex.Telemetry;

/// <summary>
/// 128 bits that identify something: a record, a trace. Two words rather than <see cref="UInt128"/>, whose users no ahead-of-time compiler of today
/// prepares: they would be compiled at every start.
/// </summary>
/// <param name="High">The first 8 bytes as written.</param>
/// <param name="Low">The last 8 bytes as written.</param>
public readonly record struct Id128(ulong High, ulong Low)
{
    /// <summary>True for all zeros: nothing is identified.</summary>
    public bool IsNone => (High | Low) == 0;

    /// <summary>An id of a small number, for tests.</summary>
    public static implicit operator Id128(ulong low) => new(0, low);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
