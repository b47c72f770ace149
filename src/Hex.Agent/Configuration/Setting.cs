namespace Hex.Agent.Configuration;

/// <summary>One key that a source sets.</summary>
/// <param name="Key">The dotted key, e.g. <c>logs.startAt</c>.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Origin">Where.</param>
internal sealed record Setting(string Key, RawValue Value, Origin Origin);
