namespace Hex.Telemetry;

/// <summary>What names of states may hold: <c>[a-z0-9-]+</c>, so that they are file names and Lease names everywhere.</summary>
internal static class StateName
{
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException($"State name '{name}' must hold lower-case letters, digits and dashes only.", nameof(name));
        }
    }
}
