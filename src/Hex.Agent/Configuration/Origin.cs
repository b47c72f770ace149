namespace Hex.Agent.Configuration;

/// <summary>Where a value came from, as a person finds it again.</summary>
/// <param name="Source">A file's path, a variable's name, <c>--set</c>, <c>default</c> or <c>profile eks</c>.</param>
/// <param name="Line">The line in the file, from 1; 0 where there are no lines.</param>
/// <param name="Column">The column in the line, from 1; 0 where there are no lines.</param>
internal readonly record struct Origin(string Source, int Line = 0, int Column = 0)
{
    public static Origin Default => new("default");

    public static Origin OfProfile(string profile) => new($"profile {profile}");

    /// <summary>True when nobody has written the value.</summary>
    public bool IsDefault => Source == "default" || Source.StartsWith("profile ", StringComparison.Ordinal);

    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
