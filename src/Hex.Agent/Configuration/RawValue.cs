namespace Hex.Agent.Configuration;

/// <summary>A value as a source wrote it, before anyone has looked at what it should be.</summary>
internal abstract record RawValue
{
    /// <summary>The value as one line, for messages.</summary>
    public abstract string Text { get; }
}

/// <summary>One text; YAML's plain empty value is the empty text.</summary>
internal sealed record RawScalar(string Value) : RawValue
{
    public override string Text => Value;
}

/// <summary>A YAML sequence of texts.</summary>
internal sealed record RawList(IReadOnlyList<string> Items) : RawValue
{
    public override string Text => "[" + string.Join(", ", Items) + "]";
}

/// <summary>A YAML mapping of names to texts.</summary>
internal sealed record RawMap(IReadOnlyList<KeyValuePair<string, string>> Entries) : RawValue
{
    public override string Text => "{ " + string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value}")) + " }";
}
